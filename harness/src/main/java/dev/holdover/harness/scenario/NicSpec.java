package dev.holdover.harness.scenario;

/**
 * A network controller in a daughter slot of a card, on its host's side.
 *
 * @param name its name, unique in the scenario
 * @param card the card that it is plugged into
 * @param slot the daughter slot, from zero
 * @param lan the LAN that its cable goes to
 * @param bitsPerSecond its own speed; above zero
 * @param address the MAC address that its maker gave it, in the low 48 bits
 */
public record NicSpec(String name, String card, int slot, String lan, long bitsPerSecond, long address) {}
