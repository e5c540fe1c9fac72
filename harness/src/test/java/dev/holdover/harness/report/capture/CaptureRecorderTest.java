package dev.holdover.harness.report.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.wire.MessageType;
import dev.holdover.harness.report.Tool;
import dev.holdover.harness.report.capture.PcapngFile.Read;
import dev.holdover.harness.run.Outcome;
import dev.holdover.harness.run.Run;
import dev.holdover.model.contract.Register;
import dev.holdover.model.layout.Words;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureRecorderTest {
    private static final String FAULTY = "_ws.malformed || _ws.lua.error || holdover.rest || holdover.unknown";

    @TempDir
    Path folder;

    private final CaptureRecorder recorder = new CaptureRecorder();

    private PcapngFile play(CaptureRecorder with, String name, String... sets) throws IOException {
        Outcome outcome = new Run(System::nanoTime).play(Tool.scenario(name, sets), 1, with);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        with.write(outcome, bytes);
        Files.write(folder.resolve("a.pcapng"), bytes.toByteArray());
        return new PcapngFile(bytes.toByteArray());
    }

    /** One line for each packet that passes the filter. */
    private List<String> tshark(String filter, String... fields) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tshark"));
        for (Dissectors each : Dissectors.values()) {
            Path file = folder.resolve(each.fileName());
            Files.writeString(file, each.render(), StandardCharsets.US_ASCII);
            command.addAll(List.of("-X", "lua_script:" + file));
        }
        command.addAll(List.of("-o", "holdover.check_crc:" + filter.contains("holdover.crc")));
        command.addAll(List.of("-r", "a.pcapng", "-T", "fields", "-Y", filter));
        for (String field : fields) {
            command.addAll(List.of("-e", field));
        }
        return Tool.run(folder, command.toArray(String[]::new)).lines().toList();
    }

    @Test
    void isDecodedByWireshark() throws IOException, InterruptedException {
        PcapngFile file = play(recorder, "host-crash", "duration=160ms");
        assertEquals(recorder.seen(), recorder.kept());
        assertEquals(recorder.kept(), file.packets().size());
        assertEquals(recorder.kept(), tshark("frame", "frame.number").size());
        assertEquals(List.of(), tshark(FAULTY, "frame.number"));
        long frames = file.packets().stream()
                .filter(packet -> file.interfaces().get(packet.lane()).type() == 1)
                .count();
        assertEquals(frames, tshark("holdover || arp", "frame.number").size());
        assertEquals(
                recorder.kept() - frames, tshark("holdover_bus", "frame.number").size());

        String append = Integer.toString(MessageType.APPEND.ordinal());
        List<String> claims = tshark(
                "holdover.type == " + MessageType.CLAIMED.ordinal(),
                "frame.interface_name",
                "holdover.sender",
                "holdover.personality",
                "holdover.epoch",
                "holdover.mac.status",
                "holdover.crc.status");
        assertEquals("lan-a/beta.card\t2\t1\t2\tnot checked\tnot checked", claims.get(0));
        List<String> appends = tshark(
                "holdover.type == " + append + " && holdover.sender == 1 && frame.packet_flags_direction == 2",
                "holdover.lsn",
                "holdover.data");
        assertTrue(appends.size() > 100);
        for (int i = 0; i < appends.size(); i++) {
            assertTrue(appends.get(i).matches("\\d+\t[0-9a-f]{16,}"), appends.get(i));
        }
        String certificate = tshark(
                        "holdover.certificate.taker",
                        "holdover.certificate.epoch",
                        "holdover.certificate.taker",
                        "_ws.col.Info")
                .get(0);
        assertTrue(certificate.matches("1\t2\t(GATE_SHUT|DRAIN_DONE) 1 > 2, personality 1, epoch 1"), certificate);
    }

    @Test
    void showsBusTransactionsByTheNamesOfTheRegisters() throws IOException, InterruptedException {
        play(recorder, "host-crash", "duration=120ms");
        String filter = "frame.interface_name == \"alpha.card/pcie\"";
        List<String> told = tshark(filter, "_ws.col.Info");
        assertEquals("read MAGIC = 0x31444c48", told.get(0));
        assertTrue(told.stream().anyMatch(line -> line.matches("read GATE_STATUS = 0x[0-9a-f]{8}")));
        assertTrue(told.stream().anyMatch(line -> line.matches("write PEER_DB = 0x00000001")));
        assertTrue(told.stream().anyMatch(line -> line.matches("write NVRAM \\+0x[0-9a-f]+, 64 bytes")));
        assertTrue(told.stream().anyMatch(line -> line.matches("MSI-X 0xfee00000, data \\d")));
        assertEquals(
                List.of("0x0000000031444c48"),
                tshark(filter + " && holdover_bus.register == \"MAGIC\" && holdover_bus.value", "holdover_bus.value")
                        .subList(0, 1));
    }

    @Test
    void showsWhichRequestsAShutGateRefuses() throws IOException, InterruptedException {
        play(recorder, "gate-reopened-by-proof", "duration=230ms");
        assertEquals(
                "read SLOT_STATE[0], 4 bytes [Completer Abort]",
                tshark("holdover_bus.status == 2", "_ws.col.Info").get(0));
    }

    /** Between them they send every kind of frame that there is, NICs' and clients' too. */
    @ParameterizedTest
    @ValueSource(strings = {"nic-answers-while-firmware-is-down", "owner-cut-off-majority-elects"})
    void understandsEveryFrame(String scenario) throws IOException, InterruptedException {
        play(recorder, scenario);
        assertEquals(List.of(), tshark(FAULTY, "frame.number", "_ws.col.Info"));
    }

    @Test
    void tellsOfFramesThatAreDamagedLostOrRepeated() throws IOException, InterruptedException {
        PcapngFile file = play(recorder, "hostile-wire", "duration=330ms");
        Map<String, Long> comments = file.packets().stream()
                .map(Read::comment)
                .filter(comment -> !comment.isEmpty())
                .collect(Collectors.groupingBy(comment -> comment.replaceAll("[,:].*", ""), Collectors.counting()));
        assertEquals(Set.of("damaged on the way", "lost by the network", "repeated by the network"), comments.keySet());
        assertTrue(comments.values().stream().allMatch(count -> count > 3), comments.toString());
        List<String> wrong = tshark("holdover.crc.wrong", "frame.number");
        assertEquals(tshark("frame.comment contains \"damaged\"", "frame.number"), wrong);
        assertTrue(tshark("holdover.crc.status == \"right\"", "frame.number").size() > 10 * wrong.size());
        long sent = file.packets().stream()
                .filter(packet -> ethernet(file, packet) && !packet.inbound())
                .count();
        long came = file.packets().stream()
                .filter(packet -> ethernet(file, packet) && packet.inbound())
                .count();
        long underWay = sent
                - comments.getOrDefault("lost by the network", 0L)
                + comments.getOrDefault("repeated by the network", 0L)
                - came;
        assertTrue(underWay >= 0 && underWay < 50, sent + " sent, " + came + " came");
    }

    private static boolean ethernet(PcapngFile file, Read packet) {
        return file.interfaces().get(packet.lane()).type() == 1;
    }

    @Test
    void namesItsInterfacesAndKeepsTheFrameAsItWas() throws IOException {
        PcapngFile file = play(recorder, "host-crash", "duration=115ms");
        assertEquals(
                List.of("lan-a/alpha.card", "lan-a/beta.card", "alpha.card/pcie", "beta.card/pcie"),
                file.interfaces().stream().map(PcapngFile.Interface::name).toList());
        assertTrue(file.comment().startsWith("scenario host-crash, seed 1, trace "), file.comment());
        Read frame = file.packets().stream()
                .filter(packet -> packet.lane() == 0)
                .findFirst()
                .orElseThrow();
        assertEquals("02430000020002430000010088b5484c4446", hex(file.bytes(frame), 18));
        assertEquals(frame.length() - 14 - 64, Words.getShort(file.bytes(frame), 14 + 6));
    }

    private static String hex(byte[] bytes, int length) {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < length; i++) {
            hex.append(String.format("%02x", bytes[i]));
        }
        return hex.toString();
    }

    @Test
    void keepsTheLastPacketsOfEachInterface() throws IOException {
        PcapngFile whole = play(recorder, "host-crash", "duration=120ms");
        CaptureRecorder ring = new CaptureRecorder(50, Long.MAX_VALUE);
        PcapngFile cut = play(ring, "host-crash", "duration=120ms");
        assertEquals(recorder.seen(), ring.seen());
        for (int lane = 0; lane < 4; lane++) {
            List<Read> all = of(whole, lane);
            assertEquals(
                    new PcapngFile.Statistics(all.size(), 0), whole.statistics().get(lane));
            assertEquals(
                    new PcapngFile.Statistics(all.size(), all.size() - 50L),
                    cut.statistics().get(lane));
            List<Long> last = times(all.subList(all.size() - 50, all.size()));
            assertEquals(last, times(of(cut, lane)));
        }
        CaptureRecorder small = new CaptureRecorder(CaptureRecorder.MOST_PACKETS, 10_000);
        PcapngFile few = play(small, "host-crash", "duration=120ms");
        int bytes = few.packets().stream().mapToInt(Read::length).sum();
        assertTrue(bytes <= 10_000 && bytes > 5_000, Integer.toString(bytes));
        assertEquals(recorder.seen(), small.seen());
    }

    private static List<Read> of(PcapngFile file, int lane) {
        return file.packets().stream().filter(packet -> packet.lane() == lane).toList();
    }

    private static List<Long> times(List<Read> packets) {
        return packets.stream().map(Read::timeNs).toList();
    }

    @Test
    void knowsEveryKindOfFrameAndEveryRegister() {
        String network = Dissectors.NETWORK.render();
        String bus = Dissectors.BUS.render();
        assertFalse((network + bus).contains("@"), "a place was not filled in");
        Set<String> payloads = network.lines()
                .filter(line -> line.matches("    [A-Z_]+ = \\{.*"))
                .map(line -> line.strip().split(" ", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(names(MessageType.values(), MessageType::name), payloads);
        for (Register each : Register.values()) {
            assertTrue(bus.contains("\"" + each.name() + (each.count() > 1 ? "[0]\"" : "\"")), each.name());
        }
    }

    private static <T> Set<String> names(T[] all, Function<T, String> name) {
        return List.of(all).stream().map(name).collect(Collectors.toCollection(TreeSet::new));
    }
}
