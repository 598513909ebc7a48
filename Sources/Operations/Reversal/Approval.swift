public import Domain

/// Two people behind one change: who makes it, and who checked it.
public struct Approval: Hashable, Sendable {
    /// Who makes the change.
    public let maker: Actor
    /// Who approved it, somebody else.
    public let approver: Actor

    /// Makes an approval of what two people say.
    ///
    /// Throws `ReversalRefusal` when the maker's role may not do it, when nobody approved, when it was the maker, or when the role of the
    /// second person does not approve.
    public init(maker: Actor, approver: Actor?) throws(ReversalRefusal) {
        guard maker.role.hasDrawer else { throw .notAllowed(maker.role) }
        guard let approver else { throw .needsApproval }
        guard approver.name != maker.name else { throw .ownApproval(maker.name) }
        guard Approval.approvers.contains(approver.role) else { throw .doesNotApprove(approver.role) }
        self.maker = maker
        self.approver = approver
    }

    private static let approvers: Set<Role> = [.manager, .supervisor]
}
