package dev.holdover.model.export;

import dev.holdover.model.contract.Side;

/** A form in which the contract can be had: registers, enumerations and the formats of the NVRAM. */
public enum ExportFormat {
    /** A header for C11 and C++17. */
    C("holdover.h"),
    /** CMSIS-SVD 1.3.9, as the host sees BAR0. */
    SVD("holdover.svd"),
    /** CMSIS-SVD 1.3.9, as the embedded processor sees the same registers. */
    SVD_CARD("holdover-card.svd"),
    /** The manual for those who write drivers. */
    MARKDOWN("registers.md");

    private final String fileName;

    ExportFormat(String fileName) {
        this.fileName = fileName;
    }

    /** The usual name of such a file. */
    public String fileName() {
        return fileName;
    }

    /** The whole text, with a line feed at each line's end. It is the same in every run. */
    public String render() {
        return switch (this) {
            case C -> new CHeader().render();
            case SVD -> new Svd(Side.HOST).render();
            case SVD_CARD -> new Svd(Side.CARD).render();
            case MARKDOWN -> new Manual().render();
        };
    }
}
