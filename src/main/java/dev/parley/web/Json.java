package dev.parley.web;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.List;

/**
 * Reads and writes every {@link JsonBody} with Jackson. Strict in what it takes: an unknown or
 * doubled key, a value of another type or anything after the end is an error.
 */
@Provider
@Consumes({MediaType.APPLICATION_JSON, "application/*+json"})
@Produces({MediaType.APPLICATION_JSON, "application/*+json"})
public class Json implements MessageBodyReader<JsonBody>, MessageBodyWriter<JsonBody> {

  private static final int CACHED_TYPES = 100;

  private final ObjectMapper mapper = mapper();

  @Override
  public boolean isReadable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return JsonBody.class.isAssignableFrom(type);
  }

  /**
   * Reads one object.
   *
   * @throws Problem 400, which does not tell what the parser thinks
   */
  @Override
  public JsonBody readFrom(
      Class<JsonBody> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream entity)
      throws IOException {
    JsonBody body;
    try {
      body = mapper.readValue(entity, type);
    } catch (CharConversionException e) { // bytes that are no UTF-32, though they begin like it
      throw notUnderstood();
    } catch (JacksonException e) {
      if (e.getCause() instanceof Problem problem) {
        throw problem;
      }
      throw notUnderstood();
    }
    if (body == null) {
      throw notUnderstood();
    }
    return body;
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return JsonBody.class.isAssignableFrom(type);
  }

  @Override
  public void writeTo(
      JsonBody body,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream entity)
      throws IOException {
    mapper.writeValue(entity, body);
  }

  private static Problem notUnderstood() {
    return Problem.badRequest(
        "The body must be one JSON object with the documented keys and types, and no others.");
  }

  /** With a type cache of its own: the shared one of a server's Jackson would keep our classes. */
  private static ObjectMapper mapper() {
    LookupCache<Object, JavaType> types = new LRUMap<>(CACHED_TYPES, CACHED_TYPES);
    ObjectMapper mapper =
        JsonMapper.builder()
            .typeFactory(TypeFactory.defaultInstance().withCache(types))
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();
    for (CoercionInputShape shape :
        List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
      mapper.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail);
    }
    return mapper;
  }
}
