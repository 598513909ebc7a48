import CMemory

/// Memory that work on a large campus needed for a moment.
enum SpareMemory {
    /// Gives what is free back to the machine, also from between what is still used. Takes a few milliseconds: for the end of long work.
    static func giveBack() { malloc_trim(0) }
}
