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
import java.util.function.Function;
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
                of(
                        "boot",
                        "How far the firmware has come: BOOT_STATE.PHASE",
                        Field.BOOT_PHASE,
                        BootState.values(),
                        BootState::doc),
                of(
                        "role",
                        "What the card is for a personality: SLOT_STATE.ROLE and the superblock",
                        Field.SLOT_ROLE,
                        Role.values(),
                        Role::doc),
                of(
                        "daughter_type",
                        "What is in a daughter slot: DAUGHTER_STATUS.TYPE",
                        Field.DAUGHTER_TYPE,
                        DaughterType.values(),
                        DaughterType::doc),
                of("block_state", "What a block volume can do now", null, BlockState.values(), BlockState::doc),
                of(
                        "block_opcode",
                        "What is asked of a block volume",
                        null,
                        BlockRing.Opcode.values(),
                        BlockRing.Opcode::doc),
                DaughterPage.opcodes(),
                DaughterPage.statuses(),
                of("block_status", "What came of it", null, BlockRing.Status.values(), BlockRing.Status::doc),
                of(
                        "save_cause",
                        "Why the NVRAM was saved elsewhere: CSAVE_INFO.CAUSE",
                        Field.CSAVE_CAUSE,
                        SaveCause.values(),
                        SaveCause::doc),
                of(
                        "boot_result",
                        "What the boot ROM did: FW_BOOT.RESULT",
                        Field.FW_BOOT_RESULT,
                        BootResult.values(),
                        BootResult::doc),
                of(
                        "image_fault",
                        "What is wrong with a firmware image: FW_STATUS.FAULT, and FW_BOOT",
                        Field.FW_FAULT,
                        ImageFault.values(),
                        ImageFault::doc),
                of(
                        "update_state",
                        "How far a firmware update has come: FW_STATUS.STATE",
                        Field.FW_STATE,
                        UpdateState.values(),
                        UpdateState::doc),
                of(
                        "update_error",
                        "Why a firmware update failed: FW_STATUS.ERROR",
                        Field.FW_ERROR,
                        UpdateError.values(),
                        UpdateError::doc),
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
                of(
                        "refusal",
                        "Why the mailbox's proof was refused",
                        null,
                        Mailbox.Refusal.values(),
                        Mailbox.Refusal::doc),
                of(
                        "completion_status",
                        "What became of a submission: low eight bits of a completion's word",
                        null,
                        CompletionRing.Status.values(),
                        CompletionRing.Status::doc));
    }

    private static <E extends Enum<E>> Enumeration of(
            String name, String doc, @Nullable Field field, E[] values, Function<E, String> docs) {
        return new Enumeration(
                name,
                doc,
                field,
                Arrays.stream(values)
                        .map(v -> new Value(v.name(), v.ordinal(), docs.apply(v)))
                        .toList());
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
