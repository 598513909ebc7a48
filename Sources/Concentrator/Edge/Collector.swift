public import Domain
import NIOCore
import NIOPosix
public import Operations
import Synchronization

/// What a collector tells.
public enum CollectorEvent: Hashable, Sendable {
    /// Jobs and polls that ended, in the order in which they did.
    case reports([MeterReport])
    /// How every bus is doing; comes when a line comes or goes, and otherwise at most once a second.
    case health([BusHealth])
    /// Frames of a bus at which somebody looks.
    case trace([TracedFrame])
}

/// Reads and serves all meters of a campus, every concentrator on its own connection or device, all on one event loop.
///
/// It has one consumer of `events` and must be ended with `stop`. Nothing here decides: the machines do, the collector pumps.
public final class Collector: Sendable {
    /// Answers how long to wait in the machine's time until an instant of the campus's clock; nothing for one that has passed.
    public typealias Delay = @Sendable (Instant) -> Duration

    private let group: MultiThreadedEventLoopGroup
    private let lines: NIOLoopBoundBox<LineSet>
    private let loop: any EventLoop
    private let mailbox = ReportMailbox()
    private let isStopped = Atomic(false)

    /// Makes a collector that knows no concentrators yet.
    ///
    /// - Parameters:
    ///   - clock: the campus's clock.
    ///   - delay: how long to wait for an instant of that clock; nil when it runs as fast as life.
    ///   - seed: for the chance in the pauses before a lost line is tried again.
    public convenience init(clock: any OfficeClock, delay: Delay? = nil, timing: LineTiming = LineTiming(), seed: UInt64) {
        self.init(clock: clock, delay: delay, timing: timing, seed: seed, lookUp: HostLookup.addresses)
    }

    /// - Parameter lookUp: how the addresses of a named concentrator are found.
    init(
        clock: any OfficeClock, delay: Delay? = nil, timing: LineTiming = LineTiming(), seed: UInt64, lookUp: @escaping HostLookup.Find
    ) {
        OpenFiles.raiseLimit()
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        self.loop = loop
        let wait: Delay = delay ?? { .milliseconds(max(0, $0.milliseconds(since: clock.now()))) }
        let set = LineSet(loop: loop, clock: clock, delay: wait, timing: timing, seed: seed, mailbox: mailbox, lookUp: lookUp)
        lines = NIOLoopBoundBox.makeBoxSendingValue(set, eventLoop: loop)
    }

    /// What happens, in batches as large as have gathered while the consumer was busy. For one consumer; it ends after `stop`.
    public var events: AsyncStream<CollectorEvent> {
        let mailbox = mailbox
        return AsyncStream {
            await mailbox.next()
        } onCancel: {
            mailbox.close()
        }
    }

    /// Takes the concentrators and meters of the campus over, the first time and whenever they change.
    ///
    /// Concentrators, buses and meters that stay as they were go on undisturbed.
    public func configure(concentrators: [Domain.Concentrator], meters: [MeterPoint]) {
        guard !mailbox.isClosed else { return }
        loop.execute { [lines] in lines.value.configure(concentrators, meters) }
    }

    /// Puts a job in line; its report comes among the events, also when it can not be done. After `stop` it does nothing.
    public func submit(_ job: MeterJob) {
        guard !mailbox.isClosed else { return }
        loop.execute { [lines] in lines.value.submit(job) }
    }

    /// Tells every frame of a bus for a while, among the events; a bus that nobody knows is silent.
    public func trace(_ request: TraceRequest) {
        guard !mailbox.isClosed else { return }
        loop.execute { [lines] in lines.value.trace(request) }
    }

    /// Asks some meters more often than the others from now on; replaces what was said before.
    public func attend(_ attention: Attention) {
        guard !mailbox.isClosed else { return }
        loop.execute { [lines] in lines.value.attend(attention) }
    }

    /// Ends all jobs, closes all lines and ends the events. What was on a line may have been done; what waited was not sent.
    ///
    /// A second call does nothing: the loop may have ended by then, and what is asked of it is never answered.
    public func stop() async {
        guard !isStopped.exchange(true, ordering: .relaxed) else { return }
        let (lines, group) = (lines, group)
        let attempts = try? await loop.submit { lines.value.stop() }.get()
        mailbox.close()
        // A host name that is still being looked up would come back to a loop that has ended; nobody has to wait for it.
        EventLoopFuture.andAllComplete(attempts ?? [], on: loop).whenComplete { _ in group.shutdownGracefully { _ in } }
    }
}
