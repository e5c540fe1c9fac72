package dev.holdover.harness.report.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Puts a page together from resources and data. Its policy (CSP level 3) allows the scripts and styles that are in it,
 * by their digests, and nothing else: no network, no forms, no script that came with the data.
 */
final class HtmlFile {
    /** No page is larger. */
    static final int MOST_BYTES = 1_000_000;

    private static final JsonMapper MAPPER = new JsonMapper();

    private final String template;
    private final String style;
    private final String script;

    /**
     * @param template resource with {{title}}, {{policy}}, {{style}}, {{script}} and {{data}}
     * @param styles resources with styles
     * @param scripts resources with scripts
     */
    HtmlFile(String template, List<String> styles, List<String> scripts) {
        this.template = resource(template);
        this.style = styles.stream().map(HtmlFile::resource).collect(Collectors.joining("\n"));
        this.script = scripts.stream().map(HtmlFile::resource).collect(Collectors.joining("\n"));
    }

    /** The page with this data. */
    byte[] with(String title, JsonNode data) {
        String policy = "default-src 'none'; style-src 'sha256-" + digest(style) + "'; script-src 'sha256-"
                + digest(script) + "'; base-uri 'none'; form-action 'none'";
        StringBuilder page = new StringBuilder(template.length() + style.length() + script.length());
        int at = 0;
        while (true) {
            int open = template.indexOf("{{", at);
            if (open < 0) {
                break;
            }
            int close = template.indexOf("}}", open);
            page.append(template, at, open);
            switch (template.substring(open + 2, close)) {
                case "title" -> page.append(escaped(title));
                case "policy" -> page.append(policy);
                case "style" -> page.append(style);
                case "script" -> page.append(script);
                case "data" -> page.append(json(data));
                default -> throw new IllegalStateException(template.substring(open, close));
            }
            at = close + 2;
        }
        return page.append(template, at, template.length()).toString().getBytes(StandardCharsets.UTF_8);
    }

    static void write(byte[] page, Path file) throws IOException {
        Files.write(file, page);
    }

    /** Nothing in it can end the element that it stands in, or begin another. */
    private static String json(JsonNode data) {
        try {
            return MAPPER.writeValueAsString(data).replace("<", "\\u003c").replace("\u2028", "\\u2028");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = HtmlFile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }
}
