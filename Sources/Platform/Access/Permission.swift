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
    /// The scopes that give the right to a program; empty for what only people do.
    package let scopes: Set<Scope>

    /// A right of some roles, and of programs that hold one of `scopes`.
    package init(_ name: String, _ roles: Role..., scopes: Set<Scope> = []) {
        self.name = name
        grant = .roles(Set(roles))
        self.scopes = scopes
    }

    private init(_ name: String, grant: Grant) {
        self.name = name
        self.grant = grant
        scopes = []
    }

    /// A right of anyone, such as seeing the sign-in page.
    package static func anyone(_ name: String) -> Permission {
        Permission(name, grant: .anyone)
    }

    /// A right of everyone who is signed in, such as signing out.
    package static func signedIn(_ name: String) -> Permission {
        Permission(name, grant: .signedIn)
    }

    /// A right of every role that people hold, and of no program: looking at what concerns oneself.
    package static func people(_ name: String) -> Permission {
        Permission(name, grant: .roles(Set(Role.people)))
    }

    /// Whether `viewer` has the right: people by their roles, programs by their scopes alone.
    package func allows(_ viewer: Viewer) -> Bool {
        if let held = viewer.scopes { return grant == .anyone || !scopes.isDisjoint(with: held) }
        return switch grant {
        case .anyone: true
        case .signedIn: viewer.roles != nil
        case .roles(let roles): viewer.roles?.all.contains(where: roles.contains) ?? false
        }
    }
}
