import Accounts
import Testing
