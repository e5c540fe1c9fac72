package dev.holdover.harness.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The one copy of the schema, from the class path; read at first use and never changed. */
final class SchemaFile {
    static final String RESOURCE = "scenario.schema.json";

    private static final class Holder {
        static final JsonNode JSON = read();
        static final Schema SCHEMA = SchemaRegistry.withDialect(dialect()).getSchema(JSON);
    }

    private SchemaFile() {}

    static JsonNode json() {
        return Holder.JSON;
    }

    static Schema schema() {
        return Holder.SCHEMA;
    }

    /** Draft 2020-12, and one keyword that editors know: the validator would warn about it. */
    private static Dialect dialect() {
        return Dialect.builder(Dialects.getDraft202012())
                .keyword(new NonValidationKeyword("enumDescriptions"))
                .build();
    }

    private static JsonNode read() {
        try (InputStream in = SchemaFile.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the class path lacks " + RESOURCE + " beside " + SchemaFile.class);
            }
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
