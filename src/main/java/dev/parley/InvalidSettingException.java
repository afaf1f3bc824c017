package dev.parley;

/** A setting whose value is not allowed: one line that names it, its value and what is allowed. */
final class InvalidSettingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  InvalidSettingException(String name, String value, String allowed) {
    super("parley." + name + "=" + value + " is not allowed: it must be " + allowed);
  }
}
