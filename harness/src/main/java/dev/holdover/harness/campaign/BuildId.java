package dev.holdover.harness.campaign;

import dev.holdover.driver.core.DriverState;
import dev.holdover.firmware.FirmwareParts;
import dev.holdover.harness.run.Run;
import dev.holdover.model.contract.Register;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Tells builds apart by the bytes of their classes, wherever they lie and whenever they were made. */
public final class BuildId {
    private static final int SHOWN = 16;
    private static final List<Class<?>> MODULES =
            List.of(Register.class, FirmwareParts.class, DriverState.class, Run.class);
    private static final String CLASSES = ".class";

    private static final class Holder {
        static final String ID = compute();
    }

    private BuildId() {}

    /** 16 hexadecimal digits over all classes of the card, its firmware, its driver and the harness. */
    public static String get() {
        return Holder.ID;
    }

    private static String compute() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Class<?> module : MODULES) {
                Path place = Path.of(module.getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI());
                if (Files.isDirectory(place)) {
                    add(place, digest);
                } else {
                    try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + place.toUri()), Map.of())) {
                        add(jar.getPath("/"), digest);
                    }
                }
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, SHOWN);
        } catch (IOException | URISyntaxException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("the program cannot read its own classes (" + e.getMessage() + ")", e);
        }
    }

    private static void add(Path root, MessageDigest digest) throws IOException {
        List<Path> classes;
        try (Stream<Path> files = Files.walk(root)) {
            classes = files.filter(file -> file.toString().endsWith(CLASSES))
                    .sorted((a, b) -> name(root, a).compareTo(name(root, b)))
                    .toList();
        }
        byte[] buffer = new byte[1 << 14];
        for (Path file : classes) {
            digest.update(name(root, file).getBytes(StandardCharsets.UTF_8));
            try (InputStream in = Files.newInputStream(file)) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    digest.update(buffer, 0, n);
                }
            }
        }
    }

    private static String name(Path root, Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }
}
