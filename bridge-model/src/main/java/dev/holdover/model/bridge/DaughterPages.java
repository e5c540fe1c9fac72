package dev.holdover.model.bridge;

import dev.holdover.model.contract.DaughterRegister;

/** The pages of BAR4: what is in each daughter slot, as the host reaches it. */
public interface DaughterPages {
    /** Whether the host drives a slot, so that its page is open to it. */
    boolean hosts(int slot);

    /** Whether what is there has this register, and answers. */
    boolean answers(int slot, DaughterRegister register);

    /** A read of the host. */
    long read(int slot, DaughterRegister register);

    /** A write of the host. */
    void write(int slot, DaughterRegister register, long value);
}
