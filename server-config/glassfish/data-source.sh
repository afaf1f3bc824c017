# A data source for Parley, where PGHOST, PGPORT, PGDATABASE, PGUSER and PGPASSWORD say; GlassFish keeps them in domain.xml.
set -e
asadmin create-jdbc-connection-pool --restype=javax.sql.DataSource \
  --datasourceclassname=org.postgresql.ds.PGSimpleDataSource \
  --isconnectvalidatereq=true --validationmethod=custom-validation \
  --validationclassname=org.glassfish.api.jdbc.validation.PostgresConnectionValidation \
  --property="serverName=$PGHOST:portNumber=$PGPORT:databaseName=$PGDATABASE:user=$PGUSER:password=$PGPASSWORD" portal
asadmin create-jdbc-resource --connectionpoolid=portal jdbc/portal
