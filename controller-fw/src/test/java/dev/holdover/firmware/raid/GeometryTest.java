package dev.holdover.firmware.raid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GeometryTest {
    static Stream<Geometry> geometries() {
        return Stream.of(RaidLevel.values())
                .flatMap(level -> Stream.of(level.minMembers(), level.minMembers() + 2, 16)
                        .flatMap(members -> Stream.of(1, 4, 7).map(chunk -> new Geometry(level, members, chunk))));
    }

    @ParameterizedTest
    @MethodSource("geometries")
    void everyBlockHasAPlaceOfItsOwn(Geometry geometry) {
        long rows = geometry.rows(600);
        assertEquals(0, rows % geometry.chunk());
        Set<List<Long>> taken = new HashSet<>();
        for (long block = 0; block < rows * geometry.data(); block++) {
            long row = geometry.row(block);
            int column = geometry.column(block);
            assertTrue(row < rows);
            assertEquals(block, geometry.block(row, column));
            assertTrue(taken.add(List.of(row, (long) column)));
        }
        Set<Long> used = new HashSet<>(List.of(0L, 8L));
        for (long zone = 0; zone < geometry.zones(rows); zone++) {
            assertTrue(used.add(geometry.zoneAt(zone)));
        }
        for (long row = 0; row < rows; row++) {
            assertTrue(used.add(geometry.rowAt(row)), "row " + row);
            assertTrue(geometry.rowAt(row) < 600);
            int places = 0;
            for (int column = 0; column < geometry.columns(); column++) {
                for (int copy = 0; copy < geometry.copies(); copy++) {
                    int place = geometry.place(row, column, copy);
                    places |= 1 << place;
                    assertEquals(column, geometry.columnAt(row, place));
                }
            }
            assertEquals(geometry.placesMask(), places);
        }
    }

    @Test
    void parityIsLeftSymmetric() {
        Geometry geometry = new Geometry(RaidLevel.RAID5, 4, 1);
        // As Linux md draws it: P at the last member, then one to the left each row; data goes on behind P.
        int[][] placeOfBlock = {{0, 1, 2}, {3, 0, 1}, {2, 3, 0}, {1, 2, 3}};
        for (int row = 0; row < placeOfBlock.length; row++) {
            assertEquals(3 - row, geometry.place(row, geometry.data(), 0));
            for (int column = 0; column < geometry.data(); column++) {
                assertEquals(placeOfBlock[row][column], geometry.place(row, column, 0));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("geometries")
    void aCopyOfTheChecksumsSurvivesWhateverTheDataSurvives(Geometry geometry) {
        for (int missing = 0; missing <= geometry.placesMask(); missing++) {
            if (!geometry.survives(missing)) {
                continue;
            }
            for (long zone = 0; zone < geometry.members(); zone++) {
                boolean any = false;
                for (int copy = 0; copy < geometry.zoneCopies(); copy++) {
                    any |= (missing >> geometry.zonePlace(zone, copy) & 1) == 0;
                }
                assertTrue(any, geometry + " without " + Integer.toBinaryString(missing));
            }
        }
    }

    @Test
    void survivesWhatItsLevelPromises() {
        assertFalse(new Geometry(RaidLevel.RAID0, 4, 1).survives(1));
        assertTrue(new Geometry(RaidLevel.RAID1, 3, 1).survives(0b110));
        assertFalse(new Geometry(RaidLevel.RAID1, 3, 1).survives(0b111));
        assertTrue(new Geometry(RaidLevel.RAID5, 4, 1).survives(0b100));
        assertFalse(new Geometry(RaidLevel.RAID5, 4, 1).survives(0b101));
        assertTrue(new Geometry(RaidLevel.RAID6, 4, 1).survives(0b101));
        assertTrue(new Geometry(RaidLevel.RAID10, 4, 1).survives(0b1010));
        assertTrue(new Geometry(RaidLevel.RAID10, 4, 1).survives(0b0110));
        assertFalse(new Geometry(RaidLevel.RAID10, 4, 1).survives(0b1100));
    }
}
