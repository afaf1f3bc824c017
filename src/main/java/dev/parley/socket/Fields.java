package dev.parley.socket;

import java.lang.reflect.Field;

/** What containers have that is in no API. */
final class Fields {

  private Fields() {}

  /** The value of a field that the object's class or one above it has; not null. */
  static Object get(Object of, String name) throws ReflectiveOperationException {
    Object value = find(of.getClass(), name).get(of);
    if (value == null) {
      throw new NoSuchFieldException(name + " is null");
    }
    return value;
  }

  static void set(Object of, String name, Object value) throws ReflectiveOperationException {
    find(of.getClass(), name).set(of, value);
  }

  private static Field find(Class<?> type, String name) throws NoSuchFieldException {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          field.setAccessible(true);
          return field;
        }
      }
    }
    throw new NoSuchFieldException(name);
  }
}
