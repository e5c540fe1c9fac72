package dev.holdover.harness.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A browser without a screen, steered by the Chrome DevTools Protocol 1.3. */
final class Chromium implements AutoCloseable {
    private static final int LIMIT_S = 60;
    private static final String LISTENING = "DevTools listening on ";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Process process;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();
    private String session = "";
    private int lastId;

    private Chromium(Process process, URI endpoint) throws Exception {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(endpoint, new Ear())
                .get(LIMIT_S, TimeUnit.SECONDS);
        ObjectNode blank = JsonNodeFactory.instance.objectNode().put("url", "about:blank");
        String target = ask("Target.createTarget", blank).get("targetId").asText();
        ObjectNode attach =
                JsonNodeFactory.instance.objectNode().put("targetId", target).put("flatten", true);
        session = ask("Target.attachToTarget", attach).get("sessionId").asText();
        for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
            ask(domain + ".enable", JsonNodeFactory.instance.objectNode());
        }
    }

    /** Where a browser is installed. */
    static Optional<Path> installed() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Chromium start(Path program, Path profile) throws Exception {
        List<String> command = new ArrayList<>(List.of(program.toString(), "--headless", "--no-sandbox"));
        command.addAll(List.of("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"));
        command.addAll(List.of("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"));
        command.addAll(List.of("--remote-debugging-port=0", "--user-data-dir=" + profile, "--window-size=1280,1000"));
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader said = process.errorReader(StandardCharsets.UTF_8);
        CompletableFuture<URI> endpoint = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            said.lines().forEach(line -> {
                if (line.startsWith(LISTENING)) {
                    endpoint.complete(URI.create(line.substring(LISTENING.length())));
                }
            });
            endpoint.completeExceptionally(new IOException("the browser ended"));
        });
        reader.setDaemon(true);
        reader.start();
        try {
            return new Chromium(process, endpoint.get(LIMIT_S, TimeUnit.SECONDS));
        } catch (Exception e) {
            process.destroyForcibly();
            throw e;
        }
    }

    void open(Path page) throws Exception {
        loaded = new CompletableFuture<>();
        complaints.clear();
        requests.clear();
        ask(
                "Page.navigate",
                JsonNodeFactory.instance.objectNode().put("url", page.toUri().toString()));
        loaded.get(LIMIT_S, TimeUnit.SECONDS);
        // Sizes are observed once the first frame is drawn.
        evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))).then(() => 0)");
    }

    /** The value of an expression of JavaScript in the page. */
    JsonNode evaluate(String expression) throws Exception {
        ObjectNode params = JsonNodeFactory.instance
                .objectNode()
                .put("expression", expression)
                .put("returnByValue", true)
                .put("awaitPromise", true);
        JsonNode answer = ask("Runtime.evaluate", params);
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
        }
        return answer.path("result").path("value");
    }

    int count(String selector) throws Exception {
        return evaluate("document.querySelectorAll('" + selector + "').length").asInt();
    }

    String text(String selector) throws Exception {
        return evaluate("document.querySelector('" + selector + "').textContent")
                .asText();
    }

    void press(String key, String code) throws Exception {
        for (String type : List.of("keyDown", "keyUp")) {
            ObjectNode params = JsonNodeFactory.instance
                    .objectNode()
                    .put("type", type)
                    .put("key", key)
                    .put("code", code);
            if (key.length() == 1) {
                params.put("text", type.equals("keyDown") ? key : "");
            }
            ask("Input.dispatchKeyEvent", params);
        }
    }

    void type(String text) throws Exception {
        ask("Input.insertText", JsonNodeFactory.instance.objectNode().put("text", text));
    }

    /** Something that a mouse does: mousePressed, mouseMoved, mouseReleased, or mouseWheel by {@code deltaY}. */
    void mouse(String type, double x, double y, double deltaY) throws Exception {
        ObjectNode params = JsonNodeFactory.instance
                .objectNode()
                .put("type", type)
                .put("x", x)
                .put("y", y)
                .put("deltaX", 0)
                .put("deltaY", deltaY)
                .put("button", type.equals("mouseWheel") ? "none" : "left")
                .put("buttons", type.equals("mouseWheel") || type.equals("mouseReleased") ? 0 : 1)
                .put("clickCount", 1);
        ask("Input.dispatchMouseEvent", params);
    }

    void size(int width, int height) throws Exception {
        ObjectNode params = JsonNodeFactory.instance
                .objectNode()
                .put("width", width)
                .put("height", height)
                .put("deviceScaleFactor", 1)
                .put("mobile", false);
        ask("Emulation.setDeviceMetricsOverride", params);
    }

    /** Errors and warnings of the page since it was opened. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** What the page asked for since it was opened, itself included. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    private JsonNode ask(String method, ObjectNode params) throws Exception {
        int id = ++lastId;
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("id", id).put("method", method);
        message.set("params", params);
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        socket.sendText(message.toString(), true).get(LIMIT_S, TimeUnit.SECONDS);
        return answer.get(LIMIT_S, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws InterruptedException {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }

    private final class Ear implements WebSocket.Listener {
        private final StringBuilder heard = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            heard.append(data);
            if (last) {
                String whole = heard.toString();
                heard.setLength(0);
                try {
                    hear(MAPPER.readTree(whole));
                } catch (IOException e) {
                    complaints.add(e.toString());
                }
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }

        private void hear(JsonNode message) {
            if (message.has("id")) {
                Optional.ofNullable(asked.remove(message.get("id").asInt())).ifPresent(answer -> {
                    if (message.has("error")) {
                        answer.completeExceptionally(
                                new AssertionError(message.get("error").toString()));
                    } else {
                        answer.complete(message.get("result"));
                    }
                });
                return;
            }
            JsonNode params = message.path("params");
            switch (message.path("method").asText()) {
                case "Page.loadEventFired" -> loaded.complete(null);
                case "Runtime.exceptionThrown" -> complaints.add(params.toString());
                case "Runtime.consoleAPICalled" -> complaints.add(params.toString());
                case "Log.entryAdded" -> complaints.add(params.path("entry").toString());
                case "Network.requestWillBeSent" ->
                    requests.add(params.path("request").path("url").asText());
                default -> {
                    // Of no interest here.
                }
            }
        }
    }
}
