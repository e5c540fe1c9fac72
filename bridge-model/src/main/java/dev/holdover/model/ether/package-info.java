/** Ethernet as cards, hosts and their clients speak it beside the cluster's own frames. */
@org.jspecify.annotations.NullMarked
package dev.holdover.model.ether;
