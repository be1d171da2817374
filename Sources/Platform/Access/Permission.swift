/// A right that an endpoint requires: its stable name and the roles that have it.
///
/// Nothing is reachable without one. A capability declares its own in its front door's folder.
package struct Permission: Sendable, Hashable {
    /// Who has the right.
    package enum Grant: Sendable, Hashable {
        /// Anyone, signed in or not.
        case anyone
        /// Everyone who is signed in.
        case signedIn
        /// Who holds one of these roles.
        case roles(Set<Role>)
    }

    /// The stable name, such as `settlement.close`; also the name of the act in the audit log.
    package let name: String
    /// Who has the right.
    package let grant: Grant

    /// A right of some roles.
    package init(_ name: String, _ roles: Role...) {
        self.name = name
        grant = .roles(Set(roles))
    }

    private init(_ name: String, grant: Grant) {
        self.name = name
        self.grant = grant
    }

    /// A right of anyone, such as seeing the sign-in page.
    package static func anyone(_ name: String) -> Permission {
        Permission(name, grant: .anyone)
    }

    /// A right of everyone who is signed in, such as signing out.
    package static func signedIn(_ name: String) -> Permission {
        Permission(name, grant: .signedIn)
    }

    /// Whether `viewer` has the right.
    package func allows(_ viewer: Viewer) -> Bool {
        switch grant {
        case .anyone: true
        case .signedIn: viewer.roles != nil
        case .roles(let roles): viewer.roles?.all.contains(where: roles.contains) ?? false
        }
    }
}
