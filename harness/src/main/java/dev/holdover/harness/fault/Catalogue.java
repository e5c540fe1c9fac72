package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Vocabulary;
import dev.holdover.harness.scenario.Vocabulary.Word;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All faults and actions, and the words that scenarios use for them. */
public final class Catalogue {
    private static final List<Fault> FAULTS = Stream.of(
                    List.of(
                            new HostCrash(),
                            new HostHang(),
                            new ProcessCrash(),
                            new HostPowerLoss(),
                            new HostToldShutdown(),
                            new FirmwareCrash(),
                            new FirmwareHang(),
                            new FirmwareBootLoop(),
                            new WatchdogStarved(),
                            new KickTooEarly(),
                            new PcieLinkDown(),
                            new CompletionTimeout(),
                            new DoorbellLost(),
                            new DoorbellSpurious(),
                            new MsiLost(),
                            new MsiSpurious(),
                            new WriteCombiningLost(),
                            new StrayWrite(),
                            new WindowMisplaced(),
                            new LinkDown(),
                            new NicFailure(),
                            new AsymmetricLoss(),
                            new SwitchFailure(),
                            new MainsLoss(),
                            new NvramBitFlip(),
                            new NvramPoison(),
                            new ScrubberStuck(),
                            new BatteryDrain(),
                            new BatteryAgeing(),
                            new GaugeFalse(),
                            new BatteryRemoved(),
                            new BothBatteriesGone(),
                            new BrownOut(),
                            NvFails.save(),
                            NvFails.restore(),
                            NvFails.erase(),
                            new ClockDrift(),
                            new StoragePathDown(),
                            new StorageSlow(),
                            new StoragePowerLoss(),
                            new UartNoise(),
                            new FlashFails(),
                            new FlashCorrupt()),
                    DiskTrouble.all(),
                    NicTrouble.all())
            .<Fault>flatMap(List::stream)
            .toList();

    private static final List<Deed> ACTIONS = Stream.of(
                    List.of(
                            new AllowReconnect(),
                            new FetchImage(),
                            new ForceTakeOver(),
                            new DiscardFork(),
                            new HostResetsCard(),
                            new LearnCycle()),
                    NvOrder.all(),
                    List.of(
                            new TypeAtConsole(),
                            new UpdateFirmware(),
                            new ReplaceDisk(),
                            new ScrubVolume(),
                            new ReplaceNic()))
            .<Deed>flatMap(List::stream)
            .toList();

    private Catalogue() {}

    public static List<Fault> faults() {
        return FAULTS;
    }

    public static List<Deed> actions() {
        return ACTIONS;
    }

    /** The fault called {@code word}. */
    public static Fault fault(String word) {
        return FAULTS.stream()
                .filter(each -> each.word().equals(word))
                .findFirst()
                .orElseThrow();
    }

    /** The fault or action called {@code word}. */
    public static Deed deed(String word) {
        return FAULTS.stream().anyMatch(each -> each.word().equals(word))
                ? fault(word)
                : ACTIONS.stream()
                        .filter(each -> each.word().equals(word))
                        .findFirst()
                        .orElseThrow();
    }

    /** What scenario files may say, with {@code events} as the names of what can be seen. */
    public static Vocabulary vocabulary(List<String> events) {
        Map<String, Word> faults = new LinkedHashMap<>();
        for (Fault fault : FAULTS) {
            faults.put(
                    fault.word(),
                    new Word(
                            fault.target(),
                            fault.parameters(),
                            fault.limits(),
                            fault.choices(),
                            fault.texts(),
                            fault.canHeal()));
        }
        Map<String, Word> actions = new LinkedHashMap<>();
        for (Deed action : ACTIONS) {
            actions.put(
                    action.word(),
                    new Word(
                            action.target(),
                            action.parameters(),
                            action.limits(),
                            action.choices(),
                            action.texts(),
                            false));
        }
        return new Vocabulary(faults, actions, events);
    }
}
