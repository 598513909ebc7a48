import Glibc

/// How many files and connections this process may have open at once.
enum OpenFiles {
    /// Enough for thousands of concentrators, each with a connection that it has lost and the one that it has dialled since.
    static let wanted: rlim_t = 16_384

    /// A process begins with 1024 on most systems, for the sake of programs that can not count further, and may ask for more.
    static func raiseLimit() {
        let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(files, &limit) == 0, let raised = raised(limit) else { return }
        limit = raised
        // When it is refused, everything goes on with what there is.
        _ = setrlimit(files, &limit)
    }

    /// The limit to ask for; nil when there is enough or no more to be had.
    static func raised(_ limit: rlimit) -> rlimit? {
        let most = min(wanted, limit.rlim_max)
        return limit.rlim_cur < most ? rlimit(rlim_cur: most, rlim_max: limit.rlim_max) : nil
    }
}
