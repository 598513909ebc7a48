// Protects the loop's heart: no wake-up is lost, no frame too many, work of the screen's actor runs where the loop drains it.
// How: the executor, the inbox, the gate and the pacing as values and queues, on a clock given by the test; no terminal is involved.
import CCurses
import Glibc
import Synchronization
import Testing

@testable import Curses

struct LoopTests {
    @Test func framesKeepTheirDistanceAndKeysAreAnsweredSooner() {
        var pacing = FramePacing()
        let start = ContinuousClock.now
        #expect(pacing.due(start) == nil)
        var draws = pacing.draws(at: start)
        #expect(!draws)
        pacing.want(answersKey: false)
        #expect(pacing.due(start) == start)
        draws = pacing.draws(at: start)
        #expect(draws)
        pacing.want(answersKey: false)
        draws = pacing.draws(at: start + .milliseconds(32))
        #expect(!draws && pacing.due(start) == start + FramePacing.tickGap)
        pacing.want(answersKey: true)
        #expect(pacing.due(start) == start + FramePacing.keyGap)
        draws = pacing.draws(at: start + .milliseconds(8))
        #expect(draws && pacing.due(start) == nil)
    }

    @Test func aSecondOfTicksGivesThirtyFrames() {
        var pacing = FramePacing()
        let start = ContinuousClock.now
        var frames = 0
        for millisecond in 0..<1_000 {
            pacing.want(answersKey: false)
            frames += pacing.draws(at: start + .milliseconds(millisecond)) ? 1 : 0
        }
        #expect((28...31).contains(frames))
    }

    @Test func waitingIsRoundedUpAndBounded() {
        let gate = LoopGate()
        let now = ContinuousClock.now
        #expect(gate.milliseconds(from: now) == -1)
        for (wait, expected) in [
            (Duration.milliseconds(5), 5), (.microseconds(100), 1), (.microseconds(5_001), 6), (.zero, 0), (.milliseconds(-3), 0),
            (.seconds(2), 2_000), (.seconds(10_000_000), 86_400_000),
        ] {
            gate.wait(until: now + wait)
            #expect(gate.milliseconds(from: now) == Int32(expected))
        }
    }

    @Test func theInboxKeepsOrderAndRefusesWhatIsTooMuch() {
        let wakes = Counter()
        let inbox = Inbox<Int>(capacity: 3) { wakes.add() }
        let poster = Poster(inbox: inbox)
        #expect((1...5).map { poster.post($0) } == [true, true, true, false, false])
        #expect(inbox.takeAll() == [1, 2, 3] && inbox.takeAll() == [] && wakes.value == 3)
        #expect(poster.post(6) && inbox.takeAll() == [6])
    }

    @Test func postsFromManyTasksAllArrive() async {
        let inbox = Inbox<Int>(capacity: 100_000) {}
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<8 { group.addTask { for number in 0..<1_000 { _ = Poster(inbox: inbox).post(task * 1_000 + number) } } }
        }
        let all = inbox.takeAll()
        #expect(Set(all).count == 8_000)
        for task in 0..<8 {
            let own = all.filter { $0 / 1_000 == task }
            #expect(own == own.sorted())
        }
    }

    @Test func aWakeUpBeforeTheWaitIsNotLost() {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        let (reading, writing) = (ends[0], ends[1])
        defer {
            close(reading)
            close(writing)
        }
        func isReadable() -> Bool {
            var source = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
            return poll(&source, 1, 0) == 1
        }
        let executor = LoopExecutor()
        executor.attach(writing)
        executor.wake()
        #expect(!executor.fallAsleep() && !isReadable())
        #expect(executor.fallAsleep())
        executor.wake()
        #expect(isReadable())
        terminal_drain(reading)
        executor.wakeUp()
        #expect(!isReadable() && !executor.fallAsleep())
        #expect(executor.fallAsleep())
        // What a job's own arrival needs is its being run, which the loop does before it waits again.
        executor.wakeUp()
        executor.attach(-1)
    }

    @Test func jobsRunWhereTheLoopDrains() async {
        let worker = Worker()
        let done = Counter()
        for number in 0..<50 {
            Task {
                await worker.note(number)
                let known = await worker.notes.contains(number)
                if known { done.add() }
            }
        }
        while done.value < 50 {
            worker.executor.drain()
            await Task.yield()
        }
        #expect(worker.executor.fallAsleep())
    }

    @Test func refusalsSayWhatToDo() {
        for refusal in [
            ConsoleRefusal.noTerminal, .dumbTerminal("dumb"), .dumbTerminal(""), .unknownTerminal("nosuch"), .noWakeUp,
            .errorFile(path: "x", number: 13),
        ] {
            #expect(refusal.description.count > 60)
        }
        #expect(ConsoleRefusal.dumbTerminal("").description.contains("not set"))
    }
}

/// Counts from any thread.
final class Counter: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    func add() { count.withLock { $0 += 1 } }
}

/// An actor on a queue of its own, drained by the test.
private actor Worker {
    let executor = LoopExecutor()
    private(set) var notes: [Int] = []

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    func note(_ number: Int) { notes.append(number) }
}
