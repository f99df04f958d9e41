"""Pictures for papers, drawn without a browser and without a network."""

from stormdesk.report.pictures.curves import curves_picture as curves_picture
from stormdesk.report.pictures.map import map_picture as map_picture
