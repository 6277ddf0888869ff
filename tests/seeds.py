"""A small folder with a defect, as every command is given one."""

DIRTY = "The gate is a matter of secu-rity, said the board.  \n"
