import Domain
public import Operations

extension GenerationPolicy {
    /// The copies that need not be kept, oldest first. The newest is never among them.
    public func superfluous(_ names: [BackupName]) -> [BackupName] {
        let newestFirst = names.sorted().reversed()
        guard let newest = newestFirst.first else { return [] }
        var days: Set<Int> = []
        var months: Set<Int> = []
        var kept: Set<BackupName> = []
        for name in newestFirst {
            let date = name.day.date
            let isLastOfDay = days.insert(name.day.number).inserted
            let isLastOfMonth = months.insert(date.year * 12 + date.month).inserted
            if name.day == newest.day || isLastOfDay && days.count <= max(1, self.days)
                || isLastOfMonth && (self.months == 0 || months.count <= self.months)
            {
                kept.insert(name)
            }
        }
        return names.filter { !kept.contains($0) }.sorted()
    }
}
