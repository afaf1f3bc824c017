package dev.parley.web;

import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads no more of a request's body than any request of ours needs; 413 beyond that. A body that
 * breaks off is the client's doing: 400.
 */
@Provider
public class BodyLimit implements ReaderInterceptor {

  /** Bytes; a message of {@code max-message-chars}, escaped, is the largest thing anyone sends. */
  static final int MAX_BYTES = 65_536;

  @Override
  public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
    context.setInputStream(new Limited(context.getInputStream()));
    return context.proceed();
  }

  private static final class Limited extends FilterInputStream {

    private int read;

    Limited(InputStream in) {
      super(in);
    }

    @Override
    public int read() {
      int b;
      try {
        b = super.read();
      } catch (IOException e) {
        throw brokenOff();
      }
      count(b < 0 ? 0 : 1);
      return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      int n;
      try {
        n = super.read(buffer, offset, length);
      } catch (IOException e) {
        throw brokenOff();
      }
      count(Math.max(n, 0));
      return n;
    }

    private static Problem brokenOff() {
      return Problem.badRequest("The body did not arrive whole.");
    }

    private void count(int n) {
      read += n;
      if (read > MAX_BYTES) {
        throw Problem.tooLarge("The body must be at most " + MAX_BYTES + " bytes.");
      }
    }
  }
}
