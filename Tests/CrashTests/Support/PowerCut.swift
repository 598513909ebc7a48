// A disk that keeps only what was synced: rebuilds files as they would be after a power cut at any moment of a recorded run.
import Foundation
import Seeded

/// A folder's files, and what a process did to them.
struct RecordedFolder {
    /// A step, and the line of the log from which on it can not be lost any more; nil when it was never synced.
    private struct Step {
        let call: SystemCall
        var isSafeFrom: Int?
    }

    private static let sector = 512

    private let folder: String
    private let before: [String: [UInt8]]
    private var steps: [Step] = []
    /// The lines of the log at which something begins or ends.
    private(set) var moments: [Int] = []

    /// - Parameters:
    ///   - before: the files as they were, on the disk, when the run began.
    ///   - calls: everything the process did; what is not about these files is passed over.
    init(folder: String, before: [String: [UInt8]], calls: [SystemCall]) {
        self.folder = folder
        self.before = before
        var waiting: [String: [Int]] = [:]
        // A sync promises only what had ended before it began.
        for call in calls.sorted(by: { $0.start < $1.start }) {
            if case .tell = call.work { moments += [call.start, call.end] }
            if case .sync(let path) = call.work {
                let (safe, rest) = (waiting[path] ?? []).parted { steps[$0].call.end < call.start }
                for index in safe { steps[index].isSafeFrom = call.end }
                waiting[path] = rest
                moments += [call.start, call.end]
                continue
            }
            guard let place = place(of: call.work) else { continue }
            waiting[place, default: []].append(steps.count)
            steps.append(Step(call: call))
            moments += [call.start, call.end]
        }
    }

    /// What must be synced to make a step safe: the file for its bytes, the folder for its names. Nil for steps elsewhere.
    private func place(of work: SystemCall.Work) -> String? {
        switch work {
        case .write(let file, _, _), .truncate(let file, _): isOurs(file) ? file : nil
        case .create(let file), .remove(let file): isOurs(file) ? folder : nil
        case .rename(let file, let target): isOurs(file) || isOurs(target) ? folder : nil
        case .sync, .tell: nil
        }
    }

    private func isOurs(_ file: String) -> Bool { file.hasPrefix(folder + "/books.sqlite") && !file.hasSuffix("-shm") }

    /// The files by name after a cut at a line of the log. What was not safe is kept or lost by chance, or torn between two sectors.
    func files(cutAt moment: Int, using random: inout SeededRandom) -> [String: [UInt8]] {
        var contents = before
        var names = Set(before.keys)
        // Disks differ: from keeping nothing that was not synced to keeping nearly everything.
        let kept = [0, 50, 90, 100].randomElement(using: &random) ?? 0
        for step in steps where step.call.start <= moment {
            let isSafe = step.isSafeFrom.map { $0 <= moment } ?? false
            let isKept = isSafe || Int.random(in: 0..<100, using: &random) < kept
            let isTorn = !isKept && Int.random(in: 0..<4, using: &random) == 0
            guard isKept || isTorn else { continue }
            switch step.call.work {
            case .write(let file, let offset, let bytes):
                Self.write(bytes, at: offset, into: &contents[name(file), default: []], torn: isTorn, using: &random)
            case .truncate(let file, let size) where isKept: Self.cut(&contents[name(file), default: []], to: size)
            case .create(let file) where isKept: names.insert(name(file))
            case .remove(let file) where isKept:
                names.remove(name(file))
                contents[name(file)] = nil
            case .rename(let file, let target) where isKept:
                if names.remove(name(file)) != nil { names.insert(name(target)) }
                contents[name(target)] = contents.removeValue(forKey: name(file))
            default: break
            }
        }
        return Dictionary(uniqueKeysWithValues: names.map { ($0, contents[$0] ?? []) })
    }

    /// Cuts at random moments and lets each result be judged; a line for every cut after which something is missing or wrong.
    ///
    /// - Parameter judge: looks into a folder with the files that are left, and says what it misses.
    func failures(cuts: Int, seed: UInt64, judge: (_ folder: String, _ moment: Int) -> [String]) throws -> [String] {
        var random = SeededRandom(seed: seed)
        return try (0..<cuts).compactMap { number in
            let moment = moments.randomElement(using: &random) ?? 0
            let left = try TemporaryFolder()
            for (name, bytes) in files(cutAt: moment, using: &random) { try Data(bytes).write(to: URL(filePath: left.file(name))) }
            let found = judge(left.path, moment)
            return found.isEmpty ? nil : "cut \(number) at line \(moment): \(found.prefix(3).joined(separator: "; "))"
        }
    }

    /// The books in a folder, with what SQLite keeps beside them, by name.
    static func files(in folder: String) throws -> [String: [UInt8]] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("books.sqlite") }
        return Dictionary(
            uniqueKeysWithValues: try names.map { ($0, [UInt8](try Data(contentsOf: URL(filePath: folder + "/" + $0)))) })
    }

    private func name(_ file: String) -> String { String(file.dropFirst(folder.count + 1)) }

    private static func write(
        _ bytes: [UInt8], at offset: Int, into file: inout [UInt8], torn: Bool, using random: inout SeededRandom
    ) {
        var start = offset
        while start < offset + bytes.count {
            // Up to the next border of a sector; an untorn write goes in one piece.
            let end = torn ? min(offset + bytes.count, (start / sector + 1) * sector) : offset + bytes.count
            if !torn || Bool.random(using: &random) {
                if file.count < end { file += [UInt8](repeating: 0, count: end - file.count) }
                file.replaceSubrange(start..<end, with: bytes[(start - offset)..<(end - offset)])
            }
            start = end
        }
    }

    private static func cut(_ file: inout [UInt8], to size: Int) {
        if file.count > size { file.removeLast(file.count - size) } else { file += [UInt8](repeating: 0, count: size - file.count) }
    }
}

extension Array {
    /// Those that satisfy a condition, and the others.
    fileprivate func parted(_ condition: (Element) -> Bool) -> ([Element], [Element]) {
        (filter(condition), filter { !condition($0) })
    }
}
