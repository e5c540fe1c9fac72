package dev.holdover.firmware.raid;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same operations that find nothing in the engine find each of ten bugs, and say after how many. */
class PlantedRaidBugTest {
    private static final int SEEDS = 40;
    private static final long OPERATIONS = 5_000;

    static Stream<Arguments> bugs() {
        return Stream.of(
                Arguments.of("the intent is not stored", RaidLevel.RAID5, new RaidSteps() {
                    @Override
                    boolean storesIntent() {
                        return false;
                    }
                }),
                Arguments.of("a degraded write leaves parity as it was", RaidLevel.RAID5, new RaidSteps() {
                    @Override
                    boolean writesParity(boolean degraded) {
                        return !degraded;
                    }
                }),
                Arguments.of("a rebuild turns the columns the wrong way", RaidLevel.RAID5, new RaidSteps() {
                    @Override
                    int rebuiltColumn(Geometry geometry, long row, int place) {
                        return geometry.columnAt(row + geometry.chunk(), place);
                    }
                }),
                Arguments.of("Q has a wrong coefficient", RaidLevel.RAID6, new RaidSteps() {
                    @Override
                    int exponent(int column) {
                        return column + 1;
                    }
                }),
                Arguments.of("an intent is cleared before the members flush", RaidLevel.RAID10, new RaidSteps() {
                    @Override
                    boolean flushesBeforeClear() {
                        return false;
                    }
                }),
                Arguments.of("a stale member is taken for current", RaidLevel.RAID5, new RaidSteps() {
                    @Override
                    boolean newer(long events, long other) {
                        return events < other;
                    }
                }),
                Arguments.of("checksums are not compared", RaidLevel.RAID0, new RaidSteps() {
                    @Override
                    boolean verifies(int crc, int expected) {
                        return true;
                    }
                }),
                Arguments.of("rows written during a rebuild are left out", RaidLevel.RAID5, new RaidSteps() {
                    @Override
                    boolean writesRebuilt() {
                        return false;
                    }
                }),
                Arguments.of("intents are replayed from the last to the first", RaidLevel.RAID0, new RaidSteps() {
                    @Override
                    int replayOrder(long sequence, long other) {
                        return Long.compare(other, sequence);
                    }
                }),
                Arguments.of("the second copy is not written", RaidLevel.RAID10, new RaidSteps() {
                    @Override
                    boolean writesCopy(int copy) {
                        return copy == 0;
                    }
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bugs")
    void isCaught(String bug, RaidLevel level, RaidSteps steps) {
        long operations = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            Storm storm = DifferentialTest.storm(level, seed, steps);
            try {
                storm.run(OPERATIONS);
            } catch (Storm.Mismatch e) {
                operations += storm.operations();
                System.out.printf("%s: caught after %,d operations: %s%n", bug, operations, e.getMessage());
                return;
            }
            operations += storm.operations();
        }
        throw new AssertionError(bug + " was not caught in " + operations + " operations");
    }
}
