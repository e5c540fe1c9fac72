package dev.holdover.harness.check;

import dev.holdover.harness.world.DiskNode;
import java.util.List;

/**
 * The disks of a block volume.
 *
 * @param disks members and spares
 * @param survives how many of them may be struck before a block may be lost
 */
public record DiskSet(List<DiskNode> disks, int survives) {
    public DiskSet {
        disks = List.copyOf(disks);
    }
}
