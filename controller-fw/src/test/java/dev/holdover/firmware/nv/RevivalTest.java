package dev.holdover.firmware.nv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdover.firmware.hal.FirmwareConfig.Pace;
import dev.holdover.firmware.hal.FirmwareConfig.SlotConfig;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.testing.FakeHal;
import dev.holdover.model.contract.Role;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When a card that has loaded its personality from its disk becomes the owner again, and when it does not. */
class RevivalTest {
    private static final int HOME = 1;
    private static final int PEER = 2;
    private static final int OTHER = 3;
    private static final int VOTER = 4;
    private static final long EPOCH = StoredCard.EPOCH;
    private static final long LSN = StoredCard.RECORDS;

    private static final SlotConfig ALONE = SlotConfig.of(HOME, HOME);
    private static final SlotConfig PAIR = SlotConfig.of(HOME, HOME, PEER);
    private static final SlotConfig THREE = SlotConfig.of(HOME, HOME, PEER, OTHER);
    private static final SlotConfig LOSSY = slot(List.of(HOME, PEER), List.of(), true);
    private static final SlotConfig WITNESSED = slot(List.of(HOME, PEER), List.of(VOTER), false);

    @Test
    void aCardAloneIsTheOwnerAgainAsSoonAsItIsAsked() {
        StoredCard card = StoredCard.loaded(HOME, ALONE);
        card.revival.tick();
        assertEquals(0, card.revivals(), "its host may not want it yet");
        card.revival.ask(card.personality, true);
        assertEquals(1, card.revivals());
        assertEquals(new FakeHal.Note(Notice.STORE_REVIVED, 0, EPOCH, LSN), card.hal.last(Notice.STORE_REVIVED));
    }

    @Test
    void whatIsAskedForIsTakenWhenTheLastAnswerComesUnlessNobodyWantsItAnyMore() {
        StoredCard card = asked(HOME, PAIR);
        hears(card, PEER, Role.STALE, EPOCH, 0);
        assertEquals(1, card.revivals());
        StoredCard unwanted = asked(HOME, PAIR);
        unwanted.revival.ask(unwanted.personality, false);
        hears(unwanted, PEER, Role.STALE, EPOCH, 0);
        assertEquals(0, unwanted.revivals());
    }

    @Test
    void aCardThatIsNotTheHomeNeedsNoOrder() {
        StoredCard card = StoredCard.loaded(PEER, PAIR);
        card.revival.tick();
        assertEquals(0, card.revivals());
        hears(card, HOME, Role.STALE, EPOCH, LSN - 1);
        assertEquals(1, card.revivals());
    }

    @Test
    void nothingHappensWhileAnyCardIsUnknown() {
        StoredCard copies = asked(HOME, THREE);
        hears(copies, PEER, Role.STALE, EPOCH, 0);
        assertEquals(0, copies.revivals(), "nothing is known of card 3");
        hears(copies, OTHER, Role.STALE, EPOCH, 0);
        assertEquals(1, copies.revivals());
        StoredCard voters = asked(HOME, WITNESSED);
        hears(voters, PEER, Role.STALE, EPOCH, 0);
        assertEquals(0, voters.revivals(), "nothing is known of the witness");
        hears(voters, VOTER, Role.WITNESS, EPOCH, 0);
        assertEquals(1, voters.revivals());
    }

    @Test
    void onlyWhatCouldNotClaimIsHarmless() {
        Set<Role> harmless = EnumSet.noneOf(Role.class);
        for (Role role : Role.values()) {
            StoredCard card = asked(HOME, PAIR);
            hears(card, PEER, role, EPOCH, LSN - 1);
            if (card.revivals() == 1) {
                harmless.add(role);
            }
        }
        assertEquals(EnumSet.of(Role.STALE, Role.WITNESS, Role.BACKUP_SYNC), harmless);
    }

    @Test
    void whatACardSaysLastCounts() {
        StoredCard card = StoredCard.loaded(HOME, PAIR);
        card.revival.heard(card.personality, PEER, Role.STALE, EPOCH, 0);
        card.revival.heard(card.personality, PEER, Role.ACTIVE, EPOCH, 0);
        card.revival.ask(card.personality, true);
        assertEquals(0, card.revivals());
        hears(card, PEER, Role.STALE, EPOCH, 0);
        assertEquals(1, card.revivals());
    }

    @Test
    void aFollowerWithLessIsNoOwnerToBeOnlyInTheSameEpochAndWhereNobodyElectsOrAcceptsLoss() {
        assertEquals(1, revivals(HOME, PAIR, Role.BACKUP_SYNC, EPOCH, LSN - 1));
        assertEquals(0, revivals(HOME, PAIR, Role.BACKUP_SYNC, EPOCH, LSN), "it could claim with all of the log");
        assertEquals(0, revivals(HOME, PAIR, Role.BACKUP_SYNC, EPOCH, LSN + 1));
        assertEquals(0, revivals(HOME, PAIR, Role.BACKUP_SYNC, EPOCH - 1, LSN - 1), "a log of another epoch");
        assertEquals(0, revivals(HOME, LOSSY, Role.BACKUP_SYNC, EPOCH, LSN - 1), "it takes over without the rest");
        assertEquals(1, revivals(HOME, LOSSY, Role.STALE, EPOCH, LSN - 1));
        StoredCard leased = asked(HOME, THREE);
        hears(leased, OTHER, Role.STALE, EPOCH, 0);
        hears(leased, PEER, Role.BACKUP_SYNC, EPOCH, LSN - 1);
        assertEquals(0, leased.revivals(), "a majority may elect it");
    }

    @Test
    void theLatestPositionCountsByEpochAndThenByLsn() {
        assertEquals(1, revivals(HOME, PAIR, Role.STALE, EPOCH - 1, LSN + 5));
        assertEquals(1, revivals(HOME, PAIR, Role.STALE, EPOCH, LSN - 1));
        assertEquals(0, revivals(HOME, PAIR, Role.STALE, EPOCH, LSN + 1));
        assertEquals(0, revivals(HOME, PAIR, Role.STALE, EPOCH + 1, 0), "what was loaded may have been given up");
    }

    @Test
    void ofTwoWithTheSamePositionTheFirstOfTheCopiesIsTheOwner() {
        assertEquals(1, revivals(HOME, PAIR, Role.STALE, EPOCH, LSN));
        StoredCard second = StoredCard.loaded(PEER, PAIR);
        hears(second, HOME, Role.STALE, EPOCH, LSN);
        assertEquals(0, second.revivals());
    }

    @Test
    void allTheOthersMustHaveLess() {
        StoredCard card = asked(HOME, THREE);
        hears(card, PEER, Role.STALE, EPOCH, LSN - 1);
        hears(card, OTHER, Role.STALE, EPOCH, LSN + 1);
        assertEquals(0, card.revivals());
        StoredCard between = StoredCard.loaded(PEER, THREE);
        hears(between, HOME, Role.STALE, EPOCH, LSN - 1);
        hears(between, OTHER, Role.STALE, EPOCH, LSN);
        assertEquals(1, between.revivals());
    }

    @Test
    void whatACardHasSaidBeforeItFellSilentCountsNoMore() {
        StoredCard card = StoredCard.loaded(HOME, WITNESSED);
        card.revival.heard(card.personality, VOTER, Role.WITNESS, EPOCH, 0);
        card.revival.heard(card.personality, PEER, Role.STALE, EPOCH, 0);
        card.revival.lost(PEER);
        card.revival.ask(card.personality, true);
        assertEquals(0, card.revivals());
        card.revival.lost(VOTER);
        hears(card, PEER, Role.STALE, EPOCH, 0);
        assertEquals(0, card.revivals());
        hears(card, VOTER, Role.WITNESS, EPOCH, 0);
        assertEquals(1, card.revivals());
    }

    @Test
    void itHappensOnce() {
        StoredCard card = asked(HOME, PAIR);
        hears(card, PEER, Role.STALE, EPOCH, 0);
        card.revival.ask(card.personality, true);
        hears(card, PEER, Role.STALE, EPOCH, 0);
        assertEquals(1, card.revivals());
    }

    @Test
    void onlyWhatStillIsAsItWasLoadedBecomesTheOwners() {
        StoredCard filled = asked(HOME, PAIR);
        filled.personality.become(Role.CATCHUP);
        hears(filled, PEER, Role.STALE, EPOCH, 0);
        assertEquals(0, filled.revivals(), "another card fills it");
        StoredCard claimed = asked(HOME, PAIR);
        claimed.personality.record().epoch(EPOCH + 1);
        hears(claimed, PEER, Role.STALE, EPOCH, 0);
        assertEquals(0, claimed.revivals(), "a later epoch has begun");
        StoredCard empty = StoredCard.empty(HOME, PAIR);
        empty.revival.ask(empty.personality, true);
        hears(empty, PEER, Role.STALE, 0, 0);
        assertEquals(0, empty.revivals(), "nothing was loaded");
    }

    private static StoredCard asked(int card, SlotConfig slot) {
        StoredCard made = StoredCard.loaded(card, slot);
        made.revival.ask(made.personality, true);
        return made;
    }

    /** How often a card that has asked is made the owner when it hears from the one other card. */
    private static long revivals(int card, SlotConfig slot, Role role, long epoch, long lsn) {
        StoredCard made = asked(card, slot);
        hears(made, PEER, role, epoch, lsn);
        return made.revivals();
    }

    /** Another card says where it stands, and a heartbeat period passes. */
    private static void hears(StoredCard card, int from, Role role, long epoch, long lsn) {
        card.revival.heard(card.personality, from, role, epoch, lsn);
        card.revival.tick();
    }

    private static SlotConfig slot(List<Integer> copies, List<Integer> witnesses, boolean acceptsLoss) {
        return new SlotConfig(HOME, copies, witnesses, 1, false, false, false, acceptsLoss, false, Pace.FULL);
    }
}
