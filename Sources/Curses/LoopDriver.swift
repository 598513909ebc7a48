import CCurses
import Synchronization
import Terminal

/// What the waiting loop has to know of the loop's work: how long to wait, and whether it has ended.
final class LoopGate: Sendable {
    private struct State {
        var deadline: ContinuousClock.Instant?
        var ending: ConsoleEnding?
    }

    private let state = Mutex(State())

    /// Why the console has ended; nil while it goes on.
    var ending: ConsoleEnding? { state.withLock { $0.ending } }

    func end(_ ending: ConsoleEnding) { state.withLock { $0.ending = ending } }

    func wait(until deadline: ContinuousClock.Instant?) { state.withLock { $0.deadline = deadline } }

    /// Milliseconds until the deadline, rounded up, so that the loop does not wake too early again and again; -1 without one.
    func milliseconds(from now: ContinuousClock.Instant) -> Int32 {
        guard let deadline = state.withLock({ $0.deadline }) else { return -1 }
        let (seconds, attoseconds) = (deadline - now).components
        if seconds < 0 || attoseconds < 0 { return 0 }
        guard seconds < 86_400 else { return 86_400_000 }
        return Int32(seconds) * 1000 + Int32((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}

/// One step of the loop after another: signals, keys, messages, time, then the frame.
@ScreenLoop
final class LoopDriver<Application: ConsoleApplication> {
    private let application: Application
    private let terminal: CursesTerminal
    private let inbox: Inbox<Application.Message>
    private let gate: LoopGate
    private var pacing = FramePacing()
    private var size: Size
    private var ending: ConsoleEnding?
    private var paste = PasteWatch()

    init(application: Application, terminal: CursesTerminal, inbox: Inbox<Application.Message>, gate: LoopGate) {
        self.application = application
        self.terminal = terminal
        self.inbox = inbox
        self.gate = gate
        size = terminal.size
        pacing.want(answersKey: false)
    }

    /// Works off what has come, draws if a frame is due, and says how long there is to wait.
    func step(terminalIsGone: Bool) {
        takeSignals()
        if terminalIsGone, ending == nil { end(.hungUp) }
        readKeys()
        for message in inbox.takeAll() where ending == nil { react(application.receive(message), toKey: false) }
        let now = ContinuousClock.now
        if ending == nil, let wakeAt = application.wakeAt, wakeAt <= now { react(application.wake(), toKey: false) }
        if ending != .hungUp, pacing.draws(at: now) { terminal.draw(application.frame(size: size), theme: application.theme) }
        let deadlines = [ending == nil ? application.wakeAt : nil, ending == .hungUp ? nil : pacing.due(now), paste.deadline]
        gate.wait(until: deadlines.compactMap { $0 }.min())
    }

    private func takeSignals() {
        let signals = Int(terminal_signals_take())
        func came(_ signal: Int) -> Bool { signals & signal != 0 }
        if came(Int(TERMINAL_SIGNAL_TERMINATE)) { end(.terminated) }
        if came(Int(TERMINAL_SIGNAL_HANGUP)) { end(.hungUp) }
        if came(Int(TERMINAL_SIGNAL_STOP)) { suspend() }
        if came(Int(TERMINAL_SIGNAL_CONTINUE)) {
            // Stopped from outside, without a chance to leave: what the shell did to the terminal is undone.
            terminal.enter()
            pacing.want(answersKey: true)
        }
        if came(Int(TERMINAL_SIGNAL_RESIZE) | Int(TERMINAL_SIGNAL_CONTINUE)) { takeSize() }
    }

    private func takeSize() {
        terminal.resize()
        guard terminal.size != size else { return }
        size = terminal.size
        pacing.want(answersKey: true)
        if ending == nil { react(application.handle(.resize(size)), toKey: true) }
    }

    private func readKeys() {
        let now = ContinuousClock.now
        var keys = nextKeys()
        paste.note(terminal.pasteLength, at: now)
        if keys.isEmpty, paste.isOver(at: now) { keys = terminal.endPaste() }
        while !keys.isEmpty {
            for key in keys where ending == nil {
                let reaction = key == .control("z") ? .suspend : application.handle(key)
                react(reaction, toKey: true)
                // Keys that came in the same reading were typed before the gate as well.
                if reaction.contains(.flushInput) { break }
            }
            keys = nextKeys()
        }
        paste.note(terminal.pasteLength, at: now)
    }

    /// The keys that are there. Lines that come faster than anybody types are a paste, also where the terminal does not say so.
    private func nextKeys() -> [Key] {
        let keys = terminal.read(atMost: TypedPaste.look)
        guard let text = TypedPaste.text(of: keys) else { return keys }
        terminal.beginPaste(with: text)
        return terminal.read(atMost: 1)
    }

    private func react(_ reaction: Reaction, toKey: Bool) {
        if reaction.contains(.flushInput) { terminal.flushInput() }
        if reaction.contains(.bell) { terminal.bell() }
        if reaction.contains(.repaint) { terminal.repaint() }
        if !reaction.isDisjoint(with: [.redraw, .repaint]) { pacing.want(answersKey: toKey || reaction.contains(.awaited)) }
        if reaction.contains(.suspend) { suspend() }
        if reaction.contains(.quit) { end(.quit) }
    }

    private func suspend() {
        terminal.suspend()
        pacing.want(answersKey: true)
        takeSize()
    }

    /// Begins the end, once; a second signal does not wait for the application any more.
    private func end(_ reason: ConsoleEnding) {
        if let ending {
            if reason != .quit { gate.end(ending) }
            return
        }
        ending = reason
        let (application, gate) = (application, gate)
        Task { @ScreenLoop in
            await application.finish(reason)
            gate.end(reason)
        }
    }
}
