package dev.holdover.harness.world;

import dev.holdover.firmware.FirmwareParts;
import dev.holdover.model.bus.Completer;
import dev.holdover.model.card.FailoverCard;
import java.util.function.Supplier;

/**
 * What a card is made of beside its configuration: where a planted bug is put in.
 *
 * @param firmware makes the firmware's services, once for each boot
 * @param completer what answers the transactions of the card's host
 */
public record CardParts(Supplier<FirmwareParts> firmware, FailoverCard.Wiring<Completer> completer) {
    private static final FirmwareParts PRODUCT = new FirmwareParts() {};

    /** The product. */
    public static CardParts product() {
        return of(() -> PRODUCT);
    }

    /** The product's hardware with other firmware. */
    public static CardParts of(Supplier<FirmwareParts> firmware) {
        return new CardParts(firmware, FailoverCard::bridge);
    }
}
