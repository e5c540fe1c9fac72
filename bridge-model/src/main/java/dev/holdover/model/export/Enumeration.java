package dev.holdover.model.export;

import dev.holdover.model.contract.BootResult;
import dev.holdover.model.contract.BootState;
import dev.holdover.model.contract.DaughterType;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.ImageFault;
import dev.holdover.model.contract.Mailbox;
import dev.holdover.model.contract.Role;
import dev.holdover.model.contract.SaveCause;
import dev.holdover.model.contract.UpdateError;
import dev.holdover.model.contract.UpdateState;
import dev.holdover.model.layout.BlockRing;
import dev.holdover.model.layout.BlockState;
import dev.holdover.model.layout.CompletionRing;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Named numbers.
 *
 * @param name in lower case
 * @param doc what they are
 * @param field the field that holds one; null: none does
 */
record Enumeration(String name, String doc, @Nullable Field field, List<Value> values) {
    record Value(String name, int value, String doc) {}

    static List<Enumeration> all() {
        return List.of(
                new Enumeration(
                        "boot",
                        "How far the firmware has come: BOOT_STATE.PHASE",
                        Field.BOOT_PHASE,
                        Arrays.stream(BootState.values())
                                .map(v -> new Value(v.name(), v.ordinal(), v.doc()))
                                .toList()),
                new Enumeration(
                        "role",
                        "What the card is for a personality: SLOT_STATE.ROLE and the superblock",
                        Field.SLOT_ROLE,
                        Arrays.stream(Role.values())
                                .map(v -> new Value(v.name(), v.ordinal(), v.doc()))
                                .toList()),
                new Enumeration(
                        "daughter_type",
                        "What is in a daughter slot: DAUGHTER_STATUS.TYPE",
                        Field.DAUGHTER_TYPE,
                        Arrays.stream(DaughterType.values())
                                .map(v -> new Value(v.name(), v.ordinal(), v.doc()))
                                .toList()),
                new Enumeration(
                        "block_state",
                        "What a block volume can do now",
                        null,
                        Arrays.stream(BlockState.values())
                                .map(v -> new Value(v.name(), v.ordinal(), v.doc()))
                                .toList()),
                new Enumeration(
                        "block_opcode",
                        "What is asked of a block volume",
                        null,
                        Arrays.stream(BlockRing.Opcode.values())
                                .map(v -> new Value(v.name(), v.ordinal(), v.doc()))
                                .toList()),
                new Enumeration(
                        "block_status",
                        "What came of it",
                        null,
                        Arrays.stream(BlockRing.Status.values())
                                .map(v -> new Value(v.name(), v.ordinal(), v.doc()))
                                .toList()),
                new Enumeration(
                        "save_cause",
                        "Why the NVRAM was saved elsewhere: CSAVE_INFO.CAUSE",
                        Field.CSAVE_CAUSE,
                        Arrays.stream(SaveCause.values())
                                .map(v -> new Value(v.name(), v.ordinal(), v.doc()))
                                .toList()),
                new Enumeration(
                        "boot_result",
                        "What the boot ROM did: FW_BOOT.RESULT",
                        Field.FW_BOOT_RESULT,
                        Arrays.stream(BootResult.values())
                                .map(v -> new Value(v.name(), v.ordinal(), v.doc()))
                                .toList()),
                new Enumeration(
                        "image_fault",
                        "What is wrong with a firmware image: FW_STATUS.FAULT, and FW_BOOT",
                        Field.FW_FAULT,
                        Arrays.stream(ImageFault.values())
                                .map(v -> new Value(v.name(), v.ordinal(), v.doc()))
                                .toList()),
                new Enumeration(
                        "update_state",
                        "How far a firmware update has come: FW_STATUS.STATE",
                        Field.FW_STATE,
                        Arrays.stream(UpdateState.values())
                                .map(v -> new Value(v.name(), v.ordinal(), v.doc()))
                                .toList()),
                new Enumeration(
                        "update_error",
                        "Why a firmware update failed: FW_STATUS.ERROR",
                        Field.FW_ERROR,
                        Arrays.stream(UpdateError.values())
                                .map(v -> new Value(v.name(), v.ordinal(), v.doc()))
                                .toList()),
                new Enumeration(
                        "mailbox",
                        "Opcode of a mailbox message: its upper eight bits",
                        null,
                        List.of(
                                new Value("ASK", Mailbox.ASK, "Let me prove that I am healthy; no value"),
                                new Value("CHALLENGE", Mailbox.CHALLENGE, "The value is to be hashed"),
                                new Value("ANSWER", Mailbox.ANSWER, "Low 56 bits of the challenge's keyed hash"),
                                new Value("ACCEPTED", Mailbox.ACCEPTED, "The gate is open, or opens at once"),
                                new Value("REFUSED", Mailbox.REFUSED, "The value says why"))),
                new Enumeration(
                        "refusal",
                        "Why the mailbox's proof was refused",
                        null,
                        Arrays.stream(Mailbox.Refusal.values())
                                .map(v -> new Value(v.name(), v.ordinal(), v.doc()))
                                .toList()),
                new Enumeration(
                        "completion_status",
                        "What became of a submission: low eight bits of a completion's word",
                        null,
                        Arrays.stream(CompletionRing.Status.values())
                                .map(v -> new Value(v.name(), v.ordinal(), v.doc()))
                                .toList()));
    }

    static @Nullable Enumeration of(Field field) {
        for (Enumeration candidate : all()) {
            if (candidate.field == field) {
                return candidate;
            }
        }
        return null;
    }
}
