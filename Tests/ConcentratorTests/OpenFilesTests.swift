// Protects a collector with a thousand lines from the limit of open files with which a process begins.
// How: limits as values; then the limit of this process after a collector was made.
import Glibc
import Testing

@testable import Concentrator

struct OpenFilesTests {
    private static let limits: [(now: rlim_t, most: rlim_t, raised: rlim_t?)] = [
        (1_024, 1_048_576, 16_384), (1_024, rlim_t.max, 16_384), (1_024, 4_096, 4_096), (4_096, 4_096, nil), (20_000, 20_000, nil),
        (16_384, 524_288, nil),
    ]

    @Test(arguments: limits)
    func theLimitIsRaisedAsFarAsItMayBe(_ now: rlim_t, _ most: rlim_t, _ expected: rlim_t?) {
        let raised = OpenFiles.raised(rlimit(rlim_cur: now, rlim_max: most))
        #expect(raised?.rlim_cur == expected)
        #expect(raised == nil || raised?.rlim_max == most)
    }

    @Test func aCollectorRaisesIt() async {
        let collector = Collector(clock: WallClock(), seed: 1)
        var limit = rlimit()
        #expect(getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
        #expect(limit.rlim_cur >= min(limit.rlim_max, OpenFiles.wanted))
        await collector.stop()
    }
}
