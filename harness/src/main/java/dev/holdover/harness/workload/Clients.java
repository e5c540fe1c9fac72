package dev.holdover.harness.workload;

import dev.holdover.harness.world.NicNode;
import java.util.List;

/**
 * Those that a host's program works for. The lists may still grow while a world is built.
 *
 * @param writers those of all personalities; the window's personality number picks one
 * @param volumes those that write on volumes
 * @param blocks those that use block volumes
 * @param disks those that use disks of the hosts
 * @param nics the network controllers by which hosts answer those that come over LANs
 */
public record Clients(
        List<Client> writers,
        List<VolumeClient> volumes,
        List<BlockClient> blocks,
        List<HostDiskClient> disks,
        List<NicNode> nics) {}
