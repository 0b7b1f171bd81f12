-- One POST per line of a file, from an offset on: every request completes another task.
local paths, body = {}, '{"outcome": "complete"}'
local headers = { ["Content-Type"] = "application/json" }
position, refused = 0, 0
local threads = {}

function setup(thread) table.insert(threads, thread) end

function init(args)
  headers["Authorization"] = "Bearer " .. args[2]
  for line in io.lines(args[1]) do paths[#paths + 1] = line end
  position = tonumber(args[3])
end

function request()
  position = position + 1
  return wrk.format("POST", paths[position] or "/exhausted", headers, body)
end

function response(status) if status ~= 200 then refused = refused + 1 end end

function done(summary, latency)
  local used, bad = 0, 0
  for _, thread in ipairs(threads) do used = thread:get("position"); bad = bad + thread:get("refused") end
  io.write(string.format('\n{"requests": %d, "seconds": %.3f, "p50": %.3f, "p99": %.3f, "position": %d, "refused": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, used, bad))
end
