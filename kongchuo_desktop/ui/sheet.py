"""The style sheet of the whole program; `$names` are inks of `look.Ink` and a folder."""

TEXT = """
QMainWindow, QWidget[role="page"] { background: $background; }
QDialog, QWidget[role="paper"] { background: $surface; }
QDialog { color: $text; }
QScrollArea[role="desk"], QLabel[role="desk"] { background: $line; border: none; }
QLabel[role="desk"] { padding: 16px; }
QLabel { background: transparent; color: $text; }
QLabel[role="second"] { color: $second; }
QLabel[role="third"] { color: $third; font-size: 12px; }
QLabel[role="hint"] { color: $second; font-size: 12px; }
QLabel[role="fault"] { color: $red; font-size: 12px; }
QLabel[role="name"] { font-size: 16px; font-weight: 600; }
QLabel[role="program"] { font-size: 16px; font-weight: 600; }
QLabel[role="heading"] { font-size: 15px; font-weight: 600; }
QLabel[role="title"] { font-size: 20px; font-weight: 600; }
QLabel[role="strong"] { font-weight: 500; }
QLabel[role="number"] { font-size: 28px; font-weight: 500; }
QLabel[role="sentence"] { font-size: 13px; }
QLabel[role="points"] { font-size: 13px; color: $second; }
QLabel[role="red"] { color: $red; }
QLabel[role="amber"] { color: $amber; }
QLabel[role="green"] { color: $green; }
QToolTip { background: $surface; color: $text; border: 1px solid $firm_line; padding: 0 1px;
  font-size: 13px; }

QFrame[role="card"] { background: $surface; border: 1px solid $line; border-radius: 8px; }
QFrame[role="head"], QFrame[role="tabs"] { background: $surface; }
QFrame[role="tabs"] { border-bottom: 1px solid $line; }
QFrame[role="rule"] { background: $line; max-height: 1px; min-height: 1px; border: none; }
QFrame[role="foot"] { background: $background; border-top: 1px solid $line; }
QFrame[role="popup"] { background: $surface; border: 1px solid $firm_line; border-radius: 8px; }
QFrame[role="reasons-red"] { background: $red_soft; border: none; border-radius: 6px; }
QFrame[role="reasons-amber"] { background: $amber_soft; border: none; border-radius: 6px; }
QFrame[role="reasons-green"] { background: $green_soft; border: none; border-radius: 6px; }
QFrame[role="reasons-blue"] { background: $accent_soft; border: none; border-radius: 6px; }
QFrame[role="reasons-grey"] { background: $grey_soft; border: none; border-radius: 6px; }
QFrame[role="found"] { background: $accent_soft; border: none; border-radius: 6px; }
QFrame[role="todo"] { border: none; border-bottom: 1px solid $faint_line; }
QFrame[role="bar-red"] { background: $red; border: none; }
QFrame[role="bar-amber"] { background: $amber; border: none; }
QFrame[role="bar-third"] { background: $line; border: none; }
QLabel[role="demo"] { color: $amber; background: $amber_soft; border-radius: 4px;
  padding: 2px 8px; font-size: 12px; font-weight: 500; }
"""

BUTTONS = """
QPushButton { background: $surface; color: $text; border: 1px solid $line; border-radius: 6px;
  padding: 0 13px; min-height: 30px; font-weight: 500; outline: 0; }
QPushButton:hover { background: $hover; border-color: $firm_line; }
QPushButton:pressed { background: $faint_line; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $third; background: $background; border-color: $line; }
QPushButton::menu-indicator { image: url($pictures/down.svg); width: 14px; height: 14px;
  subcontrol-origin: padding; subcontrol-position: right center; right: 8px; }
QPushButton[menu="true"] { padding-right: 28px; }
QPushButton[role="primary"] { background: $accent; color: $surface; border-color: $accent; }
QPushButton[role="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[role="primary"]:pressed { background: $accent_down; }
QPushButton[role="primary"]:focus { border: 2px solid $focus; padding: 0 12px; min-height: 28px; }
QPushButton[role="primary"]:disabled { background: $firm_line; border-color: $firm_line;
  color: $surface; }
QPushButton[role="danger"] { background: $red; color: $surface; border-color: $red; }
QPushButton[role="danger"]:hover { background: $red_down; border-color: $red_down; }
QPushButton[role="danger"]:focus { border: 2px solid $focus; padding: 0 12px; min-height: 28px; }
QPushButton[role="link"] { background: transparent; color: $accent; border: 1px solid transparent;
  padding: 0 3px; min-height: 20px; border-radius: 4px; font-weight: 400; }
QPushButton[role="link"]:hover { color: $accent_down; text-decoration: underline; }
QPushButton[role="link"]:focus { border-color: $accent; }
QPushButton[role="link"]:disabled { color: $third; }
QPushButton[role="status"] { background: transparent; color: $second; border: 1px solid transparent;
  padding: 0 3px; min-height: 20px; border-radius: 4px; font-size: 12px; font-weight: 400; }
QPushButton[role="status"]:hover { color: $accent; }
QPushButton[role="status"]:focus { border-color: $accent; }
QPushButton[role="quiet"] { background: transparent; border: 1px solid transparent; padding: 0;
  min-width: 26px; max-width: 26px; min-height: 26px; max-height: 26px; border-radius: 6px; }
QPushButton[role="quiet"]:hover { background: $faint_line; }
QPushButton[role="quiet"]:focus { border-color: $accent; }
QPushButton[role="chip"] { border-radius: 15px; min-height: 28px; padding: 0 12px; color: $second;
  font-size: 13px; font-weight: 400; }
QPushButton[role="chip"]:checked { background: $accent_soft; color: $accent;
  border-color: $accent_soft; font-weight: 500; }
QPushButton[role="chip"]:focus { border-color: $accent; }
QPushButton[role="tab"] { background: transparent; border: none;
  border-bottom: 2px solid transparent; border-radius: 0; color: $second;
  padding: 2px 11px 0 11px; min-height: 36px; font-weight: 400; }
QPushButton[role="tab"]:hover { color: $text; border-bottom-color: $line; }
QPushButton[role="tab"]:checked { color: $accent; border-bottom-color: $accent; font-weight: 600; }
QPushButton[role="tab"]:focus { background: $accent_soft; }
QPushButton[role="part"] { border-radius: 0; margin-left: -1px; font-weight: 400;
  border-color: $firm_line; }
QPushButton[role="part-first"] { border-top-right-radius: 0; border-bottom-right-radius: 0;
  font-weight: 400; border-color: $firm_line; }
QPushButton[role="part-last"] { border-top-left-radius: 0; border-bottom-left-radius: 0;
  margin-left: -1px; font-weight: 400; border-color: $firm_line; }
QPushButton[role="part"]:checked, QPushButton[role="part-first"]:checked,
QPushButton[role="part-last"]:checked { background: $accent_soft; color: $accent;
  border-color: $accent; font-weight: 500; }
QPushButton[role="part"]:focus, QPushButton[role="part-first"]:focus,
QPushButton[role="part-last"]:focus { border: 2px solid $accent; padding: 0 12px;
  min-height: 28px; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px;
  padding: 3px; }
QToolButton:hover { background: $faint_line; }
QToolButton:focus { border-color: $accent; }
"""

INPUTS = """
QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox { background: $surface; color: $text;
  border: 1px solid $firm_line; border-radius: 6px; selection-background-color: $accent;
  selection-color: $surface; }
QLineEdit, QComboBox, QAbstractSpinBox { min-height: 30px; padding: 0 9px; }
QPlainTextEdit { padding: 4px 6px; }
QLineEdit:hover, QPlainTextEdit:hover, QComboBox:hover { border-color: $third; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QComboBox:on, QAbstractSpinBox:focus {
  border: 2px solid $accent; }
QLineEdit:focus, QComboBox:focus, QComboBox:on, QAbstractSpinBox:focus { min-height: 28px;
  padding: 0 8px; }
QPlainTextEdit:focus { padding: 3px 5px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QLineEdit:read-only {
  background: $background; color: $second; }
QLineEdit[fault="true"], QPlainTextEdit[fault="true"], QComboBox[fault="true"] {
  border-color: $red; }
QLineEdit[role="search"] { border-color: $line; padding-left: 2px; }
QLineEdit[role="person"] { padding-left: 2px; }
QLineEdit[role="search"]:focus, QLineEdit[role="person"]:focus { border-color: $accent;
  padding-left: 1px; }
QComboBox QLineEdit, QAbstractSpinBox QLineEdit { border: none; padding: 0; min-height: 0; }
QComboBox { combobox-popup: 0; }
QComboBox::drop-down { border: none; width: 28px; }
QComboBox::down-arrow { image: url($pictures/down.svg); width: 16px; height: 16px; }
QComboBox QAbstractItemView, QAbstractItemView[role="choices"] { background: $surface;
  border: 1px solid $firm_line; outline: 0; padding: 4px; selection-background-color: $accent_soft;
  selection-color: $text; }
QComboBox QAbstractItemView::item, QAbstractItemView[role="choices"]::item { min-height: 30px;
  padding: 0 8px; border-radius: 4px; color: $text; }
QAbstractItemView[role="choices"] { padding: 0; }
QComboBox QAbstractItemView::item:selected, QComboBox QAbstractItemView::item:hover {
  background: $accent_soft; color: $text; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: 20px; }
QAbstractSpinBox::up-arrow { image: url($pictures/up.svg); width: 12px; height: 12px; }
QAbstractSpinBox::down-arrow { image: url($pictures/down.svg); width: 12px; height: 12px; }
QCheckBox, QRadioButton { spacing: 8px; min-height: 30px; border: 1px solid transparent;
  border-radius: 4px; padding: 0 4px 0 2px; outline: 0; background: transparent; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox::indicator, QRadioButton::indicator { width: 14px; height: 14px;
  border: 1px solid $firm_line; border-radius: 4px; background: $surface; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent;
  image: url($pictures/check-white.svg); }
QCheckBox::indicator:indeterminate { background: $accent; border-color: $accent;
  image: url($pictures/minus-white.svg); }
QRadioButton::indicator:checked { border: 5px solid $accent; width: 6px; height: 6px; }
"""

LISTS = """
QAbstractItemView { outline: 0; }
QListView, QTreeView, QTextBrowser { background: $surface; border: 1px solid $line;
  border-radius: 6px; }
QTextBrowser { padding: 8px; }
QListView[role="bare"], QScrollArea[role="bare"], QTextBrowser[role="bare"] { border: none;
  background: transparent; }
QTableView { background: $surface; border: 1px solid $line; border-radius: 8px;
  gridline-color: $faint_line; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: $surface; color: $second; border: none;
  border-bottom: 1px solid $line; padding: 0 12px; font-size: 13px; font-weight: 500; }
QHeaderView::section:first { border-top-left-radius: 8px; }
QHeaderView::section:last { border-top-right-radius: 8px; }
QHeaderView::section:hover { color: $text; background: $hover; }
QHeaderView::up-arrow { image: url($pictures/up.svg); width: 14px; height: 14px;
  subcontrol-origin: padding; subcontrol-position: right center; }
QHeaderView::down-arrow { image: url($pictures/down.svg); width: 14px; height: 14px;
  subcontrol-origin: padding; subcontrol-position: right center; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; border: none; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; border: none; }
QScrollBar::handle { background: $firm_line; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 36px; }
QScrollBar::handle:horizontal { min-width: 36px; }
QScrollBar::handle:hover { background: $third; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QMenu { background: $surface; border: 1px solid $firm_line; padding: 4px; }
QMenu::item { padding: 7px 28px 7px 10px; border-radius: 4px; color: $text; }
QMenu::item:selected { background: $accent_soft; }
QMenu::item:disabled { color: $third; background: transparent; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QProgressBar { background: $faint_line; border: none; border-radius: 4px; min-height: 8px;
  max-height: 8px; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $surface; }
QCalendarWidget QToolButton { background: transparent; border: none; border-radius: 4px;
  color: $text; padding: 4px 8px; font-weight: 500; }
QCalendarWidget QToolButton:hover { background: $faint_line; }
QCalendarWidget QToolButton::menu-indicator { image: none; }
QCalendarWidget QAbstractItemView { background: $surface; border: none; padding: 0;
  selection-background-color: $surface; selection-color: $text; }
QGroupBox { border: 1px solid $line; border-radius: 8px; margin-top: 10px; padding-top: 8px; }
QGroupBox::title { subcontrol-origin: margin; left: 12px; padding: 0 4px; color: $second; }
QTabWidget::pane { border: 1px solid $line; border-radius: 6px; top: -1px; }
QTabBar::tab { padding: 6px 14px; border: none; color: $second; }
QTabBar::tab:selected { color: $accent; border-bottom: 2px solid $accent; }
QSplitter::handle { background: transparent; }
"""

SHEET = TEXT + BUTTONS + INPUTS + LISTS
