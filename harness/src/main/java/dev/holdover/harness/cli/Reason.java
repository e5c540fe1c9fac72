package dev.holdover.harness.cli;

import dev.holdover.harness.campaign.Ledger;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file could not be used, in a few words. */
final class Reason {
    private Reason() {}

    static String of(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such folder";
        }
        if (e instanceof AccessDeniedException) {
            return "no permission";
        }
        // The message of a file system exception begins with the path, which the caller has said.
        String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }

    /** For a folder or file that cannot be used; a ledger says itself what is wrong with it. */
    static Refusal refusal(String what, IOException e) {
        return e instanceof Ledger.LedgerException
                ? Refusal.badInput(String.valueOf(e.getMessage()), e)
                : Refusal.badInput(what + ": cannot be read or written (" + of(e) + ")", e);
    }
}
