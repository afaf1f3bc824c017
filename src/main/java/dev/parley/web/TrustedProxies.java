package dev.parley.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The proxies whose {@code X-Forwarded-*} headers are believed: addresses and CIDR blocks. */
public final class TrustedProxies {

  private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern V4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
  private static final Pattern LIKE_V6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final Pattern PREFIX = Pattern.compile("[0-9]{1,3}");

  private final List<Block> blocks;

  /**
   * @throws IllegalArgumentException if one is neither an IP address nor a CIDR block
   */
  public TrustedProxies(List<String> blocks) {
    this.blocks = blocks.stream().map(Block::parse).toList();
  }

  /** Whether this is an IP address or a CIDR block. */
  public static boolean isBlock(String text) {
    try {
      return Block.parse(text).prefixBits >= 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Whether this is the address of one of them; a text that is no IP address is not. */
  public boolean contains(String address) {
    byte[] bytes = parse(address);
    return bytes != null && blocks.stream().anyMatch(block -> block.contains(bytes));
  }

  /** Whether this is an IP address, and not a name that would have to be looked up. */
  static boolean isAddress(String text) {
    return parse(text) != null;
  }

  /** Null for what is no IP address; looks nothing up, since a text with a colon is no name. */
  private static byte @Nullable [] parse(String text) {
    if (!V4.matcher(text).matches() && !LIKE_V6.matcher(text).matches()) {
      return null;
    }
    try {
      return InetAddress.getByName(text).getAddress();
    } catch (UnknownHostException e) {
      return null;
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
      byte[] network = TrustedProxies.parse(slash < 0 ? text : text.substring(0, slash));
      String prefix = slash < 0 ? "" : text.substring(slash + 1);
      if (network == null || (slash >= 0 && !PREFIX.matcher(prefix).matches())) {
        throw new IllegalArgumentException(text);
      }
      int bits = slash < 0 ? network.length * 8 : Integer.parseInt(prefix);
      if (bits > network.length * 8) {
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
