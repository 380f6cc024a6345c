-- bench.lua
-- What the smallest post-dissector in Lua costs, for bench.py: the meaning of a response's code.
-- SPDX-License-Identifier: GPL-2.0-or-later

local meanings = { [100] = "trying", [180] = "ringing", [183] = "early media", [200] = "success" }
local sip_meaning = Proto("sip_meaning", "SIP meaning")
local meaning = ProtoField.string("sip_meaning.text", "Meaning")
local status_code = Field.new("sip.Status-Code")

sip_meaning.fields = { meaning }

function sip_meaning.dissector(_, _, tree)
    for _, code in ipairs({ status_code() }) do
        tree:add(sip_meaning):add(meaning, meanings[code.value] or "other")
    end
end

register_postdissector(sip_meaning)
