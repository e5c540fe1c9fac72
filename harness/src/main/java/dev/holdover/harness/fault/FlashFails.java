package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Range;
import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Cluster;
import dev.holdover.model.card.BootFlash;
import dev.holdover.model.flash.FlashMap;
import java.util.Map;

final class FlashFails extends Fault {
    private static final String SECTOR = "sector";
    private static final int SECTORS = FlashMap.BYTES / FlashMap.SECTOR;

    FlashFails() {
        super(new Page(
                "flash-fails",
                Target.CARD,
                "has a sector in its boot flash that is worn out",
                "erases and programs every sector of its boot flash again",
                "A sector of the boot flash takes no erase and no program any more: each ends with FLASH_STATUS.FAILED "
                        + "and changes nothing. sector is its number: 0 and 1 hold the boot-control records, 2 to 9 "
                        + "slot 0, 10 to 17 slot 1; 10 if nothing is said. What is in it can still be read and booted.",
                "With for, all sectors work again after that time; without, it stays.",
                "NOR flash endurance; status register E_FAIL and P_FAIL; JESD245 firmware operation error"));
    }

    @Override
    public Map<String, Unit> parameters() {
        return Map.of(SECTOR, Unit.COUNT);
    }

    @Override
    public Map<String, Range> limits() {
        return Map.of(SECTOR, new Range(0, SECTORS - 1));
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        long sector = parameters.getOrDefault(SECTOR, (long) FlashMap.slot(1) / FlashMap.SECTOR);
        flash(cluster.card(name)).chip().wear((int) sector * FlashMap.SECTOR, true);
    }

    @Override
    public void heal(Cluster cluster, String name) {
        for (int at = 0; at < FlashMap.BYTES; at += FlashMap.SECTOR) {
            flash(cluster.card(name)).chip().wear(at, false);
        }
    }

    private static BootFlash flash(CardNode card) {
        return card.hardware().flash();
    }
}
