package dev.holdover.model.contract;

/** The values of ENERGY_STATUS.LEVEL: what the firmware can promise with the energy that it has. */
public enum EnergyLevel {
    ENOUGH("What is written can be saved"),
    LOW("It still can; a battery is below ES_WARN_PCT"),
    SHORT("Nothing more could be saved: writes are refused, or wait until another card holds them");

    private static final EnergyLevel[] VALUES = values();

    private final String doc;

    EnergyLevel(String doc) {
        this.doc = doc;
    }

    public String doc() {
        return doc;
    }

    /** The level behind a register value; anything unknown is {@link #SHORT}. */
    public static EnergyLevel of(long value) {
        return value >= 0 && value < VALUES.length ? VALUES[(int) value] : SHORT;
    }
}
