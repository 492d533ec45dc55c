// A debugger client: lets a program that waits for it run, and says how often it was stopped afterwards.
// usage: node --experimental-websocket attach.mjs <address>

const socket = new WebSocket(process.argv[2])
let id = 0
let pauses = 0
const send = method => socket.send(JSON.stringify({ id: ++id, method }))
socket.addEventListener('open', () => {
  for (const method of [
    'Runtime.enable',
    'Debugger.enable',
    'NodeRuntime.enable',
    'Profiler.enable',
    'Runtime.runIfWaitingForDebugger',
  ])
    send(method)
  socket.send(
    JSON.stringify({
      id: ++id,
      method: 'NodeRuntime.notifyWhenWaitingForDisconnect',
      params: { enabled: true },
    }),
  )
})
socket.addEventListener('message', ({ data }) => {
  const { method, params } = JSON.parse(data)
  if (method === 'Debugger.paused') {
    if (params.reason !== 'Break on start') pauses++
    send('Debugger.resume')
  }
  if (method === 'NodeRuntime.waitingForDisconnect') {
    console.log(pauses)
    process.exit()
  }
})
