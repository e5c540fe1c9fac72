package dev.holdover.firmware.storage;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.health.PeerHealth;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.wire.Frame;
import dev.holdover.firmware.wire.MessageType;
import dev.holdover.firmware.wire.StorageChannel;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.Certificate;
import java.util.List;

/**
 * The personalities' volumes on a disk array (claim 14). An owner's key is (personality, epoch); the array
 * keeps a volume for one key, as PREEMPT AND ABORT of SPC-4 section 5.13 does with type Write Exclusive,
 * Registrants Only: the older key's writes are refused from then on, those under way too. So the order of a
 * take-over is: epoch persisted, volume reserved, and only then replay, gate and address.
 *
 * <pre>
 * WANTED -> RESERVED      the array answers with our epoch
 * WANTED -> REFUSED       it keeps the volume for a later epoch: ours is over, whoever has it will tell us
 * WANTED -> GIVEN_UP      a take-over has waited long enough: it goes on without the volume. The array still refuses
 *                         our host's writes, so nothing is shared; the request goes on
 * GIVEN_UP -> RESERVED    the array answers after all
 * </pre>
 *
 * A mailbox on the array carries fence certificates when no LAN does: switches may have no back-up power.
 */
public class Reservations {
    /** Told of what the array says. */
    public interface Listener {
        /** The volume is reserved, or given up: the take-over may go on. */
        void mayGoOn(Personality personality);

        /** A certificate lay in the mailbox. */
        void certificate(Personality personality, Certificate certificate);
    }

    private enum State {
        WANTED,
        RESERVED,
        REFUSED,
        GIVEN_UP
    }

    private static final class Volume {
        private State state = State.WANTED;
        private long epoch;
        private long sinceNs;
        private long request;
        private long postedEpoch;
    }

    private final Hal hal;
    private final FirmwareConfig config;
    private final PeerHealth peers;
    private final List<Personality> personalities;
    private final Listener listener;
    private final StorageChannel channel;
    private final Volume[] volumes;
    private long requests;

    public Reservations(
            Hal hal, FirmwareConfig config, PeerHealth peers, List<Personality> personalities, Listener listener) {
        this.hal = hal;
        this.config = config;
        this.peers = peers;
        this.personalities = personalities;
        this.listener = listener;
        this.channel = new StorageChannel(config.cluster(), config.card(), config.clusterKey());
        this.volumes = new Volume[personalities.size()];
        for (int i = 0; i < volumes.length; i++) {
            volumes[i] = new Volume();
        }
        // No answer to a former life's request may be taken for one of ours.
        this.requests = hal.boots() << 32;
    }

    /** Reserves the volume for the epoch that was just persisted; says whether the take-over may go on at once. */
    public boolean reserve(Personality personality) {
        if (!config.storage().attached()) {
            return true;
        }
        ask(personality);
        return false;
    }

    /** A heartbeat period has passed: says again what was not answered. */
    public void tick() {
        if (!config.storage().attached()) {
            return;
        }
        for (Personality personality : personalities) {
            switch (personality.role()) {
                case CLAIMING -> {
                    ask(personality);
                    giveUpIfLate(personality);
                }
                case ACTIVE, RETURNING -> ask(personality);
                case DRAINING, DRAINED -> post(personality);
                case BACKUP_SYNC -> look(personality);
                default -> {
                    // Neither owns nor may take over.
                }
            }
        }
    }

    /** A frame came from the array. */
    public void frame(byte[] bytes, int at, int length) {
        if (!channel.admit(bytes, at, length) || channel.incoming().sender() != StorageChannel.ARRAY) {
            return;
        }
        Frame frame = channel.incoming();
        for (int slot = 0; slot < volumes.length; slot++) {
            Personality personality = personalities.get(slot);
            if (personality.config().personality() == frame.personality() && frame.payloadLength() >= 8) {
                if (frame.type() == MessageType.RESERVED) {
                    answered(personality, frame);
                } else if (frame.type() == MessageType.MAILBOX) {
                    mail(personality, frame);
                }
            }
        }
    }

    /** Folds what is known of the volumes into a number. */
    public long stateHash() {
        long hash = requests;
        for (Volume volume : volumes) {
            hash = (hash * 31 + volume.state.ordinal()) * 31 + volume.epoch;
        }
        return hash;
    }

    /** The epoch that the array is asked to keep the volume for. */
    protected long key(Personality personality) {
        return personality.epoch();
    }

    private void ask(Personality personality) {
        Volume volume = volumes[personality.slot()];
        if (volume.epoch != personality.epoch()) {
            volume.epoch = personality.epoch();
            volume.state = State.WANTED;
            volume.sinceNs = hal.nowNs();
            volume.request = ++requests;
        }
        if (volume.state == State.WANTED || volume.state == State.GIVEN_UP) {
            channel.begin(
                    MessageType.RESERVE,
                    StorageChannel.ARRAY,
                    personality.config().personality(),
                    key(personality));
            send(volume.request);
        }
    }

    private void giveUpIfLate(Personality personality) {
        Volume volume = volumes[personality.slot()];
        boolean late = hal.nowNs() - volume.sinceNs >= config.storage().giveUpNs();
        if (volume.state == State.WANTED && late) {
            volume.state = State.GIVEN_UP;
            journal(Notice.VOLUME_GIVEN_UP, personality, volume.epoch);
            listener.mayGoOn(personality);
        }
    }

    private void answered(Personality personality, Frame frame) {
        Volume volume = volumes[personality.slot()];
        boolean awaited = volume.state == State.WANTED || volume.state == State.GIVEN_UP;
        if (!awaited || frame.wordAt(0) != volume.request || volume.epoch != personality.epoch()) {
            return;
        }
        if (frame.epoch() > volume.epoch) {
            volume.state = State.REFUSED;
            journal(Notice.RESERVATION_CONFLICT, personality, frame.epoch());
            return;
        }
        volume.state = State.RESERVED;
        journal(Notice.VOLUME_RESERVED, personality, volume.epoch);
        if (personality.role() == Role.CLAIMING) {
            listener.mayGoOn(personality);
        }
    }

    private void post(Personality personality) {
        Volume volume = volumes[personality.slot()];
        if (personality.record().certified() && volume.postedEpoch != personality.epoch()) {
            Certificate certificate = personality.record().certificate();
            Frame frame = channel.begin(
                    MessageType.MAILBOX_PUT,
                    StorageChannel.ARRAY,
                    personality.config().personality(),
                    personality.epoch());
            certificate.encode(frame.bytes(), frame.room(Certificate.BYTES));
            send(++requests);
        }
    }

    /** While its owner is heard, a certificate comes from the owner itself. */
    private void look(Personality personality) {
        int owner = personality.owner();
        if (owner != 0 && !peers.reachable(owner) && !personality.record().certified()) {
            channel.begin(
                    MessageType.MAILBOX_GET,
                    StorageChannel.ARRAY,
                    personality.config().personality(),
                    personality.epoch());
            send(++requests);
        }
    }

    private void mail(Personality personality, Frame frame) {
        if (frame.payloadLength() < 8 + Certificate.BYTES) {
            return;
        }
        Certificate certificate = Certificate.decode(frame.bytes(), frame.payloadAt(8));
        if (certificate.epoch() != personality.epoch()) {
            return;
        }
        Volume volume = volumes[personality.slot()];
        if (personality.owns()) {
            if (volume.postedEpoch != certificate.epoch()) {
                volume.postedEpoch = certificate.epoch();
                journal(Notice.CERTIFICATE_POSTED, personality, certificate.epoch());
            }
        } else if (personality.role() == Role.BACKUP_SYNC
                && !personality.record().certified()
                && certificate.isSignedBy(config.clusterKey())) {
            journal(Notice.CERTIFICATE_FETCHED, personality, certificate.epoch());
            listener.certificate(personality, certificate);
        }
    }

    private void send(long request) {
        Frame frame = channel.seal(request);
        hal.transmit(Hal.STORAGE_PORT, StorageChannel.ARRAY, frame.bytes(), 0, frame.length());
    }

    private void journal(Notice notice, Personality personality, long epoch) {
        hal.journal(notice, personality.slot(), epoch, personality.config().personality());
    }
}
