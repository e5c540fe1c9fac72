package dev.holdover.model.layout;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shape of one of the NVRAM's formats, little-endian: what the codec beside it reads and writes,
 * told to those who generate other languages from it. Bytes that no member names are zero.
 *
 * @param name in lower case, words parted by underscores
 * @param bytes size
 * @param doc what it is
 * @param members by rising offset
 */
public record Struct(String name, int bytes, String doc, List<Member> members) {
    /**
     * A member of it.
     *
     * @param name like the structure's
     * @param at offset in bytes
     * @param bytes size of one element: 2, 4 or 8, or that of {@code of}
     * @param count number of elements, one after the other
     * @param of the structure of an element; null: an unsigned number
     * @param doc what it means
     */
    public record Member(
            String name,
            int at,
            int bytes,
            int count,
            @Nullable Struct of,
            String doc) {
        /** First byte behind it. */
        public int end() {
            return at + bytes * count;
        }
    }

    public Struct {
        int end = 0;
        for (Member member : members) {
            if (member.at < end) {
                throw new IllegalArgumentException(name + "." + member.name + " lies over the member before");
            }
            end = member.end();
        }
        if (end > bytes) {
            throw new IllegalArgumentException(name + " has no room for its last member");
        }
    }

    /** Every format, each after those that it is made of. */
    public static List<Struct> all() {
        return List.of(
                NvramLayout.CONTROL,
                SubmissionRing.ENTRY,
                CompletionRing.ENTRY,
                WriteLog.HEADER,
                BlockArea.CONTROL,
                BlockRing.REQUEST,
                BlockRing.ANSWER,
                NvmeQueue.COMMAND,
                NvmeQueue.COMPLETION,
                NicRing.DESCRIPTOR,
                Certificate.FORMAT,
                Superblock.EPOCH_START,
                Superblock.SLOT,
                Superblock.HEAD,
                Superblock.TAIL);
    }

    static Member u16(String name, int at, String doc) {
        return new Member(name, at, 2, 1, null, doc);
    }

    static Member u32(String name, int at, String doc) {
        return new Member(name, at, 4, 1, null, doc);
    }

    static Member u64(String name, int at, String doc) {
        return new Member(name, at, 8, 1, null, doc);
    }

    static Member array(String name, int at, int count, Struct of, String doc) {
        return new Member(name, at, of.bytes, count, of, doc);
    }
}
