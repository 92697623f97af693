"""Lists that the user fetches or names: rules on trackers, a database of cookies, a Ghostery trackerdb. All are optional."""

from scanner.lists.folder import Folder, data_folder
from scanner.lists.lookup import NONE, Listed, Lists, load
from scanner.lists.offered import KnownList, offered

__all__ = ["NONE", "Folder", "KnownList", "Listed", "Lists", "data_folder", "load", "offered"]
