-- Wireshark: transactions on the PCIe links of Holdover's cards, link type USER0; little-endian.
-- wireshark -X lua_script:holdover-bus.lua FILE.pcapng

-- The registers: for each BAR and offset (of BAR 4: within a slot's page) name and width.
local registers = {
    [0] = {
@Register@
    },
    [4] = {
@DaughterRegister@
    },
}
local PAGE = @PAGE_BYTES@

local spaces = { [1] = "MSI-X table +", [2] = "NVRAM +" }
local kinds = { [0] = "read", [1] = "write", [2] = "MSI-X" }
local directions = { [0] = "host to card", [1] = "card to host" }
local statuses = { [0] = "SC", [1] = "Unsupported Request", [2] = "Completer Abort", [3] = "poisoned",
    [4] = "timeout or lost" }

local bus = Proto("holdover_bus", "Holdover bus transaction")
local f = {
    version = ProtoField.uint8("holdover_bus.version", "Version"),
    kind = ProtoField.uint8("holdover_bus.kind", "Kind", base.DEC, kinds),
    direction = ProtoField.uint8("holdover_bus.direction", "Direction", base.DEC, directions),
    status = ProtoField.uint8("holdover_bus.status", "Status", base.DEC, statuses),
    requester = ProtoField.uint16("holdover_bus.requester", "Requester"),
    bar = ProtoField.uint8("holdover_bus.bar", "BAR"),
    offset = ProtoField.uint64("holdover_bus.offset", "Offset", base.HEX),
    address = ProtoField.uint64("holdover_bus.address", "Bus address", base.HEX),
    length = ProtoField.uint32("holdover_bus.length", "Length"),
    register = ProtoField.string("holdover_bus.register", "Register"),
    value = ProtoField.uint64("holdover_bus.value", "Value", base.HEX),
    vector = ProtoField.uint32("holdover_bus.vector", "Message data"),
    data = ProtoField.bytes("holdover_bus.data", "Data"),
}
local fields = {}
for _, field in pairs(f) do fields[#fields + 1] = field end
bus.fields = fields
local failed = ProtoExpert.new("holdover_bus.failed", "Transaction failed", expert.group.RESPONSE_CODE,
    expert.severity.NOTE)
bus.experts = { failed }

local HEADER = 24

local function register(bar, offset, length)
    local map = registers[bar]
    if not map or offset >= UInt64(0, 1) then return nil end
    local at = offset:lower()
    local slot = ""
    if bar == 4 then
        slot = " of slot " .. math.floor(at / PAGE)
        at = at % PAGE
    end
    local entry = map[at]
    if entry and entry[2] == length then return entry[1] .. slot end
    return nil
end

function bus.dissector(tvb, pinfo, root)
    local size = tvb:len()
    if size < HEADER or tvb(0, 1):uint() ~= 1 then return 0 end
    local tree = root:add(bus, tvb())
    local kind, from_card = tvb(1, 1):uint(), tvb(2, 1):uint() == 1
    local status, bar = tvb(3, 1):uint(), tvb(6, 1):uint()
    local offset, length = tvb(8, 8):le_uint64(), tvb(16, 4):le_uint()
    local kept = math.min(tvb(20, 4):le_uint(), size - HEADER)
    local hex = "0x" .. offset:tohex():gsub("^0+(%x)", "%1")
    pinfo.cols.protocol = "Holdover bus"
    tree:add(f.version, tvb(0, 1))
    tree:add(f.kind, tvb(1, 1))
    tree:add(f.direction, tvb(2, 1))
    local how = tree:add(f.status, tvb(3, 1))
    if status ~= 0 then how:add_proto_expert_info(failed) end
    tree:add_le(f.requester, tvb(4, 2))
    local name
    local info
    if from_card then
        tree:add_le(f.address, tvb(8, 8))
        name = hex
        info = kind == 2 and "MSI-X" or "DMA " .. (kinds[kind] or "?")
    else
        tree:add(f.bar, tvb(6, 1))
        tree:add_le(f.offset, tvb(8, 8))
        name = register(bar, offset, length)
        if name then tree:add(f.register, tvb(8, 8), name) end
        name = name or (spaces[bar] or "BAR" .. bar .. " +") .. hex
        info = kinds[kind] or "?"
    end
    tree:add_le(f.length, tvb(16, 4))
    local value = ""
    if kind == 2 and kept == 4 then
        tree:add_le(f.vector, tvb(HEADER, 4))
        value = ", data " .. tvb(HEADER, 4):le_uint()
    elseif kept == length and (kept == 4 or kept == 8) then
        tree:add_le(f.value, tvb(HEADER, kept))
        value = " = 0x" .. tvb(HEADER, kept):le_uint64():tohex():sub(17 - 2 * kept)
    else
        value = ", " .. length .. " bytes"
    end
    if kept > 0 then tree:add(f.data, tvb(HEADER, kept)) end
    pinfo.cols.info = info .. " " .. name .. value .. (status ~= 0 and " [" .. (statuses[status] or "?") .. "]" or "")
    return size
end

DissectorTable.get("wtap_encap"):add((wtap_encaps or wtap).USER0, bus)
