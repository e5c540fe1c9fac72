-- Wireshark: frames between Holdover's cards, and what clients ask the owners of addresses.
-- Both are Ethernet frames of type 0x88B5; the words of a frame are little-endian.
-- wireshark -X lua_script:holdover.lua FILE.pcapng

local types = { @MessageType@ }
local roles = { @Role@ }
local verdicts = { @Verdict@ }
local causes = { @FailureCause@ }
local save_causes = { @SaveCause@ }

local holdover = Proto("holdover", "Holdover cluster protocol")
local f = {
    magic = ProtoField.string("holdover.magic", "Magic"),
    version = ProtoField.uint8("holdover.version", "Version"),
    type = ProtoField.uint8("holdover.type", "Type", base.DEC, types),
    length = ProtoField.uint16("holdover.length", "Payload length"),
    cluster = ProtoField.uint32("holdover.cluster", "Cluster"),
    card = ProtoField.uint16("holdover.card", "Card"),
    sender = ProtoField.uint16("holdover.sender", "Sender"),
    receiver = ProtoField.uint16("holdover.receiver", "Receiver"),
    sender_incarnation = ProtoField.uint32("holdover.sender_incarnation", "Sender's incarnation"),
    receiver_incarnation = ProtoField.uint32("holdover.receiver_incarnation", "Receiver's incarnation"),
    personality = ProtoField.uint32("holdover.personality", "Personality"),
    port = ProtoField.uint8("holdover.port", "Port"),
    heard = ProtoField.uint8("holdover.heard", "Heard by ports", base.HEX),
    epoch = ProtoField.uint64("holdover.epoch", "Epoch"),
    nonce = ProtoField.uint64("holdover.nonce", "Nonce"),
    mac = ProtoField.uint64("holdover.mac", "MAC", base.HEX),
    mac_status = ProtoField.string("holdover.mac.status", "MAC status"),
    crc = ProtoField.uint32("holdover.crc", "CRC32C", base.HEX),
    crc_status = ProtoField.string("holdover.crc.status", "CRC32C status"),
    data = ProtoField.bytes("holdover.data", "Data"),
    rest = ProtoField.bytes("holdover.rest", "Unknown rest of the payload"),
}

-- A payload word: its name, what it is called, how it is shown.
local function decimal(name, title)
    f[name] = f[name] or ProtoField.uint64("holdover." .. name, title)
    return { field = f[name], words = 1 }
end
local function hex(name, title)
    f[name] = f[name] or ProtoField.uint64("holdover." .. name, title, base.HEX)
    return { field = f[name], words = 1 }
end
local function named(name, title, names)
    f[name] = f[name] or ProtoField.uint32("holdover." .. name, title, base.DEC, names)
    return { field = f[name], words = 1, narrow = true }
end
-- Two halves of one word, the low one first.
local function halves(low, low_title, low_base, high, high_title)
    f[low] = f[low] or ProtoField.uint32("holdover." .. low, low_title, low_base)
    f[high] = f[high] or ProtoField.uint32("holdover." .. high, high_title)
    return { low = f[low], high = f[high], words = 1 }
end
local function every(item) return { every = item } end
local DATA = { data = true }

local lsn = decimal("lsn", "Log sequence number")
local hash = hex("hash", "Hash at the log sequence number")
local role = named("role", "Role", roles)
local sweep = decimal("sweep", "Sweep")
local block = decimal("block", "Block")
local first_block = decimal("first_block", "First block")
local count = decimal("count", "Blocks")
local offset = decimal("offset", "Offset")
local request = decimal("request", "Request")
local sent_ns = decimal("sent_ns", "Sent at, by the sender's clock")
local set_epoch = decimal("set.epoch", "Set of copies in sync: epoch")
local set_version = decimal("set.version", "Set of copies in sync: version")
local set_members = hex("set.members", "Set of copies in sync: members")
local set_quorum = decimal("set.quorum", "Set of copies in sync: quorum")
local asked_epoch = decimal("vote.epoch", "Epoch that the vote is for")
local canvass = decimal("vote.canvass", "Only asks whether")
local sequence = decimal("intent.sequence", "Intent")

f.cert_personality = ProtoField.uint32("holdover.certificate.personality", "Certificate: personality")
f.cert_cause = ProtoField.uint16("holdover.certificate.cause", "Certificate: cause", base.DEC, causes)
f.cert_taker = ProtoField.uint16("holdover.certificate.taker", "Certificate: taker")
f.cert_epoch = ProtoField.uint64("holdover.certificate.epoch", "Certificate: epoch that ended")
f.cert_lsn = ProtoField.uint64("holdover.certificate.final_lsn", "Certificate: final log sequence number")
f.cert_hash = ProtoField.uint64("holdover.certificate.final_hash", "Certificate: final hash", base.HEX)
f.cert_mac = ProtoField.uint64("holdover.certificate.mac", "Certificate: MAC", base.HEX)
local CERTIFICATE = { certificate = true }

local history = {}
for back = 1, 3 do
    history[2 * back - 1] = decimal("history.epoch", "History: epoch")
    history[2 * back] = halves("history.owner", "History: owner, from bit 16 on whether forced", base.HEX,
        "history.zero", "History: zero")
end

local payloads = {
    HELLO = { decimal("wants_answer", "Wants an answer"), every({
        decimal("about", "About personality"), role, decimal("at_epoch", "In epoch"), lsn, hash,
        decimal("whole", "Image is whole"), decimal("voted_epoch", "Voted epoch"),
        history[1], history[2], history[3], history[4], history[5], history[6] }) },
    HEARTBEAT = { decimal("charge_mj", "Charge in mJ"), decimal("host_alive", "Host lives"),
        named("verdict", "Diagnosis of the host", verdicts) },
    APPEND = { lsn, hex("previous_hash", "Hash before it"), decimal("target", "Offset in the image"),
        halves("record_crc", "CRC32C of the data", base.HEX, "record_length", "Length of the data"),
        decimal("record_epoch", "Epoch of the record"), DATA },
    ACK = { lsn, hash, role, decimal("stored", "On disk up to, plus one") },
    GATE_SHUT = { CERTIFICATE },
    DRAIN_DONE = { CERTIFICATE },
    CLAIMED = { decimal("start_lsn", "Epoch begins at log sequence number"),
        hex("start_hash", "Epoch begins at hash"), decimal("forced", "By an operator's force") },
    RESYNC_BEGIN = { sweep },
    RESYNC_BLOCK = { block, lsn, sweep, DATA },
    RESYNC_ACK = { block, lsn, sweep },
    RESYNC_END = { decimal("base_lsn", "Log goes on from"), hex("base_hash", "Hash there"),
        decimal("whole_from", "Image is whole from") },
    FETCH = { offset, decimal("fetch_length", "Bytes"), decimal("last", "Last piece") },
    FETCH_DATA = { offset, lsn, DATA },
    NACK_STALE = {},
    RECONNECT_OK = {},
    RESYNC_HASHES = { sweep, first_block, count, every({ hex("block_hash", "Hash of a block") }) },
    RESYNC_DIFFER = { sweep, first_block, count, every({ hex("differ", "Blocks that differ") }) },
    LEASE_REQUEST = { sent_ns, set_version, set_members, set_quorum },
    LEASE_GRANT = { sent_ns, set_version },
    VOTE_REQUEST = { asked_epoch, canvass },
    VOTE = { asked_epoch, decimal("vote.granted", "Granted"), lsn, set_epoch, set_version, set_members,
        set_quorum, canvass, decimal("voted_epoch", "Voted epoch") },
    RESERVE = {},
    RESERVED = { request },
    MAILBOX_PUT = { CERTIFICATE },
    MAILBOX_GET = {},
    MAILBOX = { request, CERTIFICATE },
    DIAGNOSE = { decimal("subject", "About card") },
    DIAGNOSIS = { decimal("subject", "About card"), hex("nic_status", "NIC_STATUS of the sender"),
        hex("hears", "Hears it by ports") },
    RESTORE = { decimal("wanted", "Wanted") },
    KEPT = { decimal("kept", "Kept whole"), named("save_cause", "Why it was saved", save_causes) },
    ERASE = {},
    ERASED = {},
    INTENT = { sequence, halves("intent.length", "Length of the record", base.DEC, "intent.slot", "Slot"),
        decimal("intent.offset", "Offset in the record"), hex("intent.crc", "CRC32C of the record"),
        decimal("intent.count", "Intents of a slot"), decimal("intent.count", "Intents of a slot"),
        decimal("intent.count", "Intents of a slot"), decimal("intent.count", "Intents of a slot"), DATA },
    INTENT_ACK = { sequence, decimal("intent.slot_done", "Slot") },
}

local fields = {}
for _, field in pairs(f) do fields[#fields + 1] = field end
holdover.fields = fields
local damaged = ProtoExpert.new("holdover.crc.wrong", "CRC32C is wrong: damaged on the way",
    expert.group.CHECKSUM, expert.severity.WARN)
local unknown = ProtoExpert.new("holdover.unknown", "Payload is not understood",
    expert.group.UNDECODED, expert.severity.WARN)
holdover.experts = { damaged, unknown }
holdover.prefs.check_crc = Pref.bool("Check the CRC32C", false, "Tells which frames are damaged; slow")

local HEADER = 64
local CRC_AT = 56
local table32c = {}
for n = 0, 255 do
    local c = n
    for _ = 1, 8 do
        c = bit.band(c, 1) == 1 and bit.bxor(bit.rshift(c, 1), 0x82F63B78) or bit.rshift(c, 1)
    end
    table32c[n] = c
end

-- CRC-32C (RFC 3720, appendix B.4) of a frame with its own word zero.
local bxor, band, rshift = bit.bxor, bit.band, bit.rshift
local function crc32c(tvb, size)
    local text = tvb:raw(0, CRC_AT) .. "\0\0\0\0" .. tvb:raw(CRC_AT + 4)
    local crc = bit.bnot(0)
    for i = 1, size do
        crc = bxor(rshift(crc, 8), table32c[band(bxor(crc, text:byte(i)), 0xff)])
    end
    return bit.bnot(crc)
end

local words

local function word(item, tvb, at, stop, tree)
    if item.every then
        local before = -1
        while at < stop and at > before do
            before = at
            at = words(item.every, tvb, at, stop, tree)
        end
    elseif item.data then
        if at < stop then tree:add(f.data, tvb(at, stop - at)) end
        at = stop
    elseif item.certificate then
        if at + 40 > stop then return at end
        tree:add_le(f.cert_personality, tvb(at, 4))
        tree:add_le(f.cert_cause, tvb(at + 4, 2))
        tree:add_le(f.cert_taker, tvb(at + 6, 2))
        tree:add_le(f.cert_epoch, tvb(at + 8, 8))
        tree:add_le(f.cert_lsn, tvb(at + 16, 8))
        tree:add_le(f.cert_hash, tvb(at + 24, 8))
        tree:add_le(f.cert_mac, tvb(at + 32, 8))
        at = at + 40
    elseif at + 8 > stop then
        return at
    elseif item.low then
        tree:add_le(item.low, tvb(at, 4))
        tree:add_le(item.high, tvb(at + 4, 4))
        at = at + 8
    else
        tree:add_le(item.field, tvb(at, item.narrow and 4 or 8))
        at = at + 8
    end
    return at
end

function words(items, tvb, at, stop, tree)
    for _, item in ipairs(items) do
        at = word(item, tvb, at, stop, tree)
    end
    return at
end

local function frame(tvb, pinfo, root)
    local size = tvb:len()
    local tree = root:add(holdover, tvb())
    local name = types[tvb(5, 1):uint()] or "unknown type"
    pinfo.cols.protocol = "Holdover"
    tree:add(f.magic, tvb(0, 4))
    tree:add(f.version, tvb(4, 1))
    tree:add(f.type, tvb(5, 1))
    tree:add_le(f.length, tvb(6, 2))
    tree:add_le(f.cluster, tvb(8, 4))
    tree:add_le(f.sender, tvb(12, 2))
    tree:add_le(f.receiver, tvb(14, 2))
    tree:add_le(f.card, tvb(12, 2)):set_hidden()
    tree:add_le(f.card, tvb(14, 2)):set_hidden()
    tree:add_le(f.sender_incarnation, tvb(16, 4))
    tree:add_le(f.receiver_incarnation, tvb(20, 4))
    tree:add_le(f.personality, tvb(24, 4))
    tree:add(f.port, tvb(28, 1))
    tree:add(f.heard, tvb(29, 1))
    tree:add_le(f.epoch, tvb(32, 8))
    tree:add_le(f.nonce, tvb(40, 8))
    tree:add_le(f.mac, tvb(48, 8))
    tree:add(f.mac_status, tvb(48, 8), "not checked"):set_generated()
    local crc = tree:add_le(f.crc, tvb(CRC_AT, 4))
    local checks = holdover.prefs.check_crc
    local right = not checks or bit.tobit(crc32c(tvb, size)) == bit.tobit(tvb(CRC_AT, 4):le_uint())
    tree:add(f.crc_status, tvb(CRC_AT, 4), not checks and "not checked" or right and "right" or "wrong"):set_generated()
    if not right then crc:add_proto_expert_info(damaged) end
    local stop = math.min(size, HEADER + tvb(6, 2):le_uint())
    local payload = payloads[name]
    local at = HEADER
    if payload then
        at = words(payload, tvb, HEADER, stop, tree)
    end
    if not payload or at < stop then
        if at < stop then tree:add(f.rest, tvb(at, stop - at)) end
        if right then tree:add_proto_expert_info(unknown) end
    end
    local info = name .. " " .. tvb(12, 2):le_uint() .. " > " .. tvb(14, 2):le_uint()
    if tvb(24, 4):le_uint() ~= 0 then
        info = info .. ", personality " .. tvb(24, 4):le_uint() .. ", epoch " .. tostring(tvb(32, 8):le_uint64())
    end
    if payload and payload[1] == lsn and stop >= HEADER + 8 then
        info = info .. ", lsn " .. tostring(tvb(HEADER, 8):le_uint64())
    end
    pinfo.cols.info = right and info or info .. " [damaged]"
    return size
end

local ask = Proto("holdover_ask", "Holdover client request")
local a = {
    operation = ProtoField.uint8("holdover_ask.operation", "Operation", base.DEC, { [1] = "ASK", [2] = "ANSWER" }),
    address = ProtoField.ipv4("holdover_ask.address", "Service address"),
    number = ProtoField.uint64("holdover_ask.number", "Number"),
    epoch = ProtoField.uint64("holdover_ask.epoch", "Epoch"),
    data = ProtoField.bytes("holdover_ask.data", "Data"),
}
ask.fields = { a.operation, a.address, a.number, a.epoch, a.data }

-- A client's frame: its words have their first byte highest, as in the headers around it.
local function asked(tvb, pinfo, root)
    local tree = root:add(ask, tvb())
    pinfo.cols.protocol = "Holdover ask"
    tree:add(a.operation, tvb(0, 1))
    tree:add(a.address, tvb(1, 4))
    tree:add(a.number, tvb(5, 8))
    tree:add(a.epoch, tvb(13, 8))
    if tvb:len() > 21 then tree:add(a.data, tvb(21)) end
    local answer = tvb(0, 1):uint() == 2
    pinfo.cols.info = (answer and "ANSWER " or "ASK ") .. tostring(tvb(5, 8):uint64())
        .. (answer and ", epoch " .. tostring(tvb(13, 8):uint64()) or "")
    return tvb:len()
end

-- A frame is one of the cluster by its length and either of its first words, for one bit of them may be damaged.
function holdover.dissector(tvb, pinfo, root)
    local size = tvb:len()
    if size >= HEADER and (tvb(0, 4):string() == "HLDF" or tvb(6, 2):le_uint() == size - HEADER) then
        return frame(tvb, pinfo, root)
    elseif size >= 21 then
        return asked(tvb, pinfo, root)
    end
    return 0
end

DissectorTable.get("ethertype"):add(0x88B5, holdover)
