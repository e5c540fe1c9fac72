package dev.holdover.driver.core;

/** How the sending of a frame through a network controller in the host's daughter slot ended. */
public enum NicOutcome {
    /** It has left the near end of the cable. Whether anybody got it, nobody says. */
    SENT,
    /** It was not sent: there was no carrier, or it bore an address of a window that is not this host's now. */
    NOT_SENT,
    /** It was cut off: it may have been sent. */
    UNKNOWN,
    /** The controller was pulled, lost its power or died: it may have been sent. */
    GONE
}
