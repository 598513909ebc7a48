public import Foundation

/// What came of a wish.
struct ExchangeAnswer: Codable {
    var id: String
    var result: ExchangeResult?
    var problem: String?
}

/// Two files by which a command asks running equipment to put a new meter in, and is answered.
enum ExchangeFiles {
    private static func wishFile(_ folder: URL) -> URL { folder.appendingPathComponent("exchange.json") }
    private static func answerFile(_ folder: URL) -> URL { folder.appendingPathComponent("exchanged.json") }

    static func ask(_ wish: ExchangeWish, in folder: URL) throws {
        try? FileManager.default.removeItem(at: answerFile(folder))
        try JSONEncoder().encode(wish).write(to: wishFile(folder), options: .atomic)
    }

    static func withdraw(in folder: URL) { try? FileManager.default.removeItem(at: wishFile(folder)) }

    static func wish(in folder: URL) -> ExchangeWish? {
        guard let data = try? Data(contentsOf: wishFile(folder)) else { return nil }
        guard let wish = try? JSONDecoder().decode(ExchangeWish.self, from: data) else {
            withdraw(in: folder)
            return nil
        }
        return wish
    }

    /// The wish goes first: one that is carried out a second time finds its address taken and does nothing.
    static func answer(_ answer: ExchangeAnswer, in folder: URL) {
        withdraw(in: folder)
        guard let data = try? JSONEncoder().encode(answer) else { return }
        try? data.write(to: answerFile(folder), options: .atomic)
    }

    static func answer(to id: String, in folder: URL) -> ExchangeAnswer? {
        guard let data = try? Data(contentsOf: answerFile(folder)), let answer = try? JSONDecoder().decode(ExchangeAnswer.self, from: data)
        else { return nil }
        return answer.id == id ? answer : nil
    }
}

/// The electrician of a simulated campus.
public struct Electrician: Sendable {
    private let folder: URL
    private let clock: ScaledClock

    /// - Parameter folder: the memory of the equipment.
    public init(folder: URL, clock: ScaledClock) {
        self.folder = folder
        self.clock = clock
    }

    /// Puts a new meter in the place of another one: running equipment does it within a second, else it is done in its memory.
    ///
    /// - Parameter isTimeUp: asked again and again while the equipment does not answer; it should wait a moment each time.
    /// - Returns: nil when the equipment runs and did not answer in time.
    /// - Throws: why no meter was put in, ``FieldFolderError``, or the system's error.
    public func exchange(_ wish: ExchangeWish, isTimeUp: () -> Bool) throws -> ExchangeResult? {
        if let memory = try memoryAtRest() {
            guard var field = try memory.load() else { throw FieldServerError.noCampus }
            field.advance(to: clock.now())
            let result = try field.exchange(wish, at: clock.now())
            try memory.save(field)
            return result
        }
        try ExchangeFiles.ask(wish, in: folder)
        while !isTimeUp() {
            guard let answer = ExchangeFiles.answer(to: wish.id, in: folder) else { continue }
            if let problem = answer.problem { throw ExchangeProblem(description: problem) }
            return answer.result
        }
        ExchangeFiles.withdraw(in: folder)
        return nil
    }

    private func memoryAtRest() throws -> FieldFolder? {
        do { return try FieldFolder(folder) } catch FieldFolderError.inUse { return nil }
    }
}

/// Why running equipment put no meter in.
struct ExchangeProblem: Error, CustomStringConvertible {
    let description: String
}
