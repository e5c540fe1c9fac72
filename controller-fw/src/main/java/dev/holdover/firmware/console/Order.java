package dev.holdover.firmware.console;

/**
 * A command as it was typed.
 *
 * @param number a personality's or a battery's; -1: what was typed is none
 * @param fromKib where the part of an image begins, in KiB; -1: what was typed is no number
 * @param kib how long it is, in KiB
 */
public record Order(Command command, int number, int fromKib, int kib) {
    Order(Command command, int[] numbers) {
        this(command, numbers[0], numbers[1], numbers[2]);
    }
}
