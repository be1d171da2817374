internal import Kernel
internal import Web

extension FloorQuery {
    /// The address of a vendor's floor as it is asked for, from its first part on.
    func path(of vendor: Int64?) -> String {
        let asked = [
            ShowFloor.vendor.filled(vendor.map { ID($0) }), ShowFloor.state.filled(state),
            ShowFloor.search.filled(search),
        ]
        return ShowFloor.route.pattern + asked.query
    }
}
