# Read by catalina.sh at each start. Parley's settings are system properties: -Dparley.name=value.
CATALINA_OPTS="$CATALINA_OPTS -XX:+ExitOnOutOfMemoryError"
