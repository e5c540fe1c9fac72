package dev.holdover.firmware.quorum;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.FirmwareConfig.SlotConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.health.PeerHealth;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.replicate.Replicator;
import dev.holdover.firmware.wire.Frame;
import dev.holdover.firmware.wire.Messenger;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a majority decides, for each personality with at least three voters: who may hold its gate open now,
 * and who may take it over from a card that is silent. With two voters neither is asked: the owner goes on.
 */
public class Quorum {
    /** Told what the majority has decided. */
    public interface Listener {
        /** The owner's lease begins: its window may be opened. */
        void leased(Personality personality);

        /**
         * This card was elected.
         *
         * @param lossy whether it may lack acknowledged writes, as its configuration accepts
         */
        void elected(Personality personality, long epoch, boolean lossy);

        /** Whether this card's host could serve what the card takes over. */
        boolean hostAlive();
    }

    private final Hal hal;
    private final List<Personality> personalities;
    private final Listener listener;
    private final List<Optional<Seat>> seats = new ArrayList<>();

    /** This card's part in one personality's majority. */
    private record Seat(LeaseHolder lease, Voter voter, Candidate candidate) {}

    /** What it works with. */
    public record Wiring(
            Hal hal,
            FirmwareConfig config,
            Messenger messenger,
            PeerHealth peers,
            Replicator replicator,
            List<Personality> personalities,
            Listener listener) {}

    public Quorum(Wiring wiring) {
        this.hal = wiring.hal();
        this.personalities = wiring.personalities();
        this.listener = wiring.listener();
        FirmwareConfig config = wiring.config();
        Messenger messenger = wiring.messenger();
        for (Personality personality : personalities) {
            if (!personality.config().leased()) {
                seats.add(Optional.empty());
                continue;
            }
            int[] voters = others(personality.config(), config.card());
            LeaseHolder lease =
                    new LeaseHolder(hal, config.lease(), messenger, wiring.replicator(), personality, voters);
            Voter voter = new Voter(hal, config.lease(), messenger, personality, lease);
            seats.add(Optional.of(new Seat(
                    lease,
                    voter,
                    new Candidate(
                            hal, config, messenger, wiring.peers(), personality, voter, lease, listener::hostAlive))));
        }
    }

    private static int[] others(SlotConfig slot, int card) {
        return Stream.of(slot.copies(), slot.witnesses())
                .flatMapToInt(cards -> cards.stream().mapToInt(Integer::intValue))
                .filter(each -> each != card)
                .toArray();
    }

    /** After a boot: nothing is leased, and what was granted before is unknown. */
    public void boot() {
        for (Optional<Seat> seat : seats) {
            seat.ifPresent(each -> {
                each.voter().boot();
                each.lease().drop();
            });
        }
    }

    /** The superblock was lost, and with it every promise: no vote until the others' promises are known. */
    public void forgot() {
        for (Personality personality : personalities) {
            if (personality.config().leased()) {
                personality.record().vote(Voter.FORGOTTEN, 0);
            }
        }
    }

    /** Another card says up to which epoch it has promised. */
    public void heardOf(Personality personality, int card, long promised) {
        seats.get(personality.slot()).ifPresent(seat -> seat.voter().heardOf(card, promised));
    }

    /** Whether the owner may hold its gate open now. */
    public boolean leased(Personality personality) {
        Optional<Seat> seat = seats.get(personality.slot());
        return seat.isEmpty() || forced(personality) || seat.get().lease().valid();
    }

    private static boolean forced(Personality personality) {
        int last = personality.record().historySize() - 1;
        return last >= 0
                && personality.record().historyEpoch(last) == personality.epoch()
                && personality.record().historyForced(last);
    }

    /** The owner of a personality, or its epoch, has changed. */
    public void ended(Personality personality) {
        seats.get(personality.slot()).ifPresent(seat -> {
            seat.lease().drop();
            seat.candidate().done();
            if (forced(personality)) {
                // The operator's word stands above the majority's.
                hal.write(Register.LEASE_US, personality.slot(), 0);
            }
        });
    }

    /** A heartbeat period has passed. */
    public void tick() {
        for (int i = 0; i < seats.size(); i++) {
            if (seats.get(i).isPresent()) {
                Seat seat = seats.get(i).get();
                Personality personality = personalities.get(i);
                if (personality.role() == Role.ACTIVE) {
                    seat.lease().request();
                }
                seat.candidate().tick();
            }
        }
    }

    /** A message about a lease or a vote, of the present epoch. */
    public void message(Personality personality, Frame frame) {
        if (seats.get(personality.slot()).isEmpty()) {
            return;
        }
        Seat seat = seats.get(personality.slot()).get();
        switch (frame.type()) {
            case LEASE_REQUEST -> seat.voter().leaseRequested(frame);
            case LEASE_GRANT -> {
                if (personality.role() == Role.ACTIVE && seat.lease().granted(frame)) {
                    listener.leased(personality);
                }
            }
            case VOTE_REQUEST -> seat.voter().voteRequested(frame);
            case VOTE -> {
                if (seat.candidate().voted(frame)) {
                    long epoch = seat.candidate().proposed();
                    boolean lossy = seat.candidate().lossy();
                    seat.candidate().done();
                    listener.elected(personality, epoch, lossy);
                }
            }
            default -> throw new IllegalArgumentException(frame.type().name());
        }
    }
}
