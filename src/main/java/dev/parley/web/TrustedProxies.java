package dev.parley.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** The proxies whose {@code X-Forwarded-*} headers are believed: addresses and CIDR blocks. */
public final class TrustedProxies {

  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private final List<Block> blocks;

  /**
   * @throws IllegalArgumentException if one is neither an IP address nor a CIDR block
   */
  public TrustedProxies(List<String> blocks) {
    this.blocks = blocks.stream().map(Block::parse).toList();
  }

  /** Whether this is the address of one of them; a text that is no IP address is not. */
  public boolean contains(String address) {
    if (blocks.isEmpty() || !isAddress(address)) {
      return false;
    }
    byte[] bytes = bytes(address);
    return blocks.stream().anyMatch(block -> block.contains(bytes));
  }

  /** Whether this is written like an IP address, and not a name that would have to be looked up. */
  static boolean isAddress(String text) {
    return LITERAL.matcher(text).matches();
  }

  private static byte[] bytes(String literal) {
    if (!isAddress(literal)) {
      throw new IllegalArgumentException(literal);
    }
    try {
      return InetAddress.getByName(literal).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(literal, e);
    }
  }

  private static final class Block {

    private final byte[] network;
    private final int prefixBits;

    Block(byte[] network, int prefixBits) {
      this.network = network;
      this.prefixBits = prefixBits;
    }

    static Block parse(String text) {
      int slash = text.indexOf('/');
      byte[] network = bytes(slash < 0 ? text : text.substring(0, slash));
      int bits = slash < 0 ? network.length * 8 : Integer.parseInt(text.substring(slash + 1));
      if (bits < 0 || bits > network.length * 8) {
        throw new IllegalArgumentException(text);
      }
      return new Block(network, bits);
    }

    boolean contains(byte[] address) {
      if (address.length != network.length) {
        return false;
      }
      int whole = prefixBits / 8;
      int rest = prefixBits % 8;
      if (!Arrays.equals(address, 0, whole, network, 0, whole)) {
        return false;
      }
      int mask = 0xFF << (8 - rest) & 0xFF;
      return rest == 0 || (address[whole] & mask) == (network[whole] & mask);
    }
  }
}
